import { type Properties } from "./protocol.js";

/** What diff found out about a key. create, which is given inputs alone, must know it. */
export interface Finding {
  /** The keyId of `adopt` that Pulumi has held already, so that the replacement is a new key. */
  readonly passedOverKeyId?: string | undefined;
  /** The host that issued the key, where the environment of this run names another one. */
  readonly heldHost?: string | undefined;
}

/** Names a key by inputs that create sees as diff did, whatever `ignoreChanges` leaves out of diff. */
const nameOf = ({ organizationId, clientId, connection }: Properties): string =>
  JSON.stringify([organizationId, clientId ?? null, connection ?? null]);

/** What one process of the provider has seen of a run: Pulumi asks one process for diff and create of a replacement. */
export interface RunMemory {
  readonly remember: (news: Properties, finding: Finding) => void;
  readonly recall: (news: Properties) => Finding;
  /** A key with these outputs was made or adopted. */
  readonly noteMade: (outputs: Properties) => void;
  /** Whether another key was made or adopted in place of the one with these outputs. */
  readonly isReplaced: (olds: Properties) => boolean;
}

const ownerOf = ({ organizationId, clientId, host }: Properties): string =>
  JSON.stringify([organizationId, clientId ?? null, host ?? null]);

export const createRunMemory = (): RunMemory => {
  const findings = new Map<string, Finding>();
  const owners = new Set<string>();
  return {
    remember: (news, finding) => void findings.set(nameOf(news), finding),
    recall: (news) => findings.get(nameOf(news)) ?? {},
    noteMade: (outputs) => void owners.add(ownerOf(outputs)),
    isReplaced: (olds) => owners.has(ownerOf(olds)),
  };
};
