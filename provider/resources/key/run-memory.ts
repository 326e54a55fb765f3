import { type Properties } from "../protocol.js";

/** What diff found out about a key. create, which is given inputs alone, must know it. */
export interface Finding {
  /** The keyId of `adopt` that Pulumi has held already, so that the replacement is a new key. */
  readonly passedOverKeyId?: string | undefined;
  /** The host that the key belongs to. */
  readonly heldHost?: string | undefined;
}

/** What one process of the provider has seen of a run: Pulumi asks one process for diff and create of a replacement. */
export interface RunMemory {
  /** Keeps what diff found about the key with these inputs. */
  readonly remember: (news: Properties, finding: Finding) => void;
  /** Whether diff found that the key which `adopt` gives was held before. */
  readonly isPassedOver: (news: Properties, keyId: string) => boolean;
  /** Hosts of the keys that diff saw with these inputs. */
  readonly heldHosts: (news: Properties) => ReadonlySet<string>;
  /** A key with these outputs was made or adopted. */
  readonly noteMade: (outputs: Properties) => void;
  /** Whether another key was made or adopted in place of the one with these outputs. */
  readonly isReplaced: (olds: Properties) => boolean;
}

const nameOf = (properties: Properties, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => properties[name] ?? null));

/** What the service knows a key by, as the program gives it. */
const slotOf = (news: Properties): string => nameOf(news, ["organizationId", "clientId", "keyProvider", "tenant"]);
const placeOf = (news: Properties): string => nameOf({ ...news, slot: slotOf(news) }, ["slot", "connection"]);
const ownerOf = (outputs: Properties): string => nameOf(outputs, ["organizationId", "clientId", "host"]);

export const createRunMemory = (): RunMemory => {
  const passedOver = new Set<string>();
  const hosts = new Map<string, Set<string>>();
  const owners = new Set<string>();
  return {
    remember: (news, { passedOverKeyId, heldHost }) => {
      if (passedOverKeyId !== undefined) passedOver.add(JSON.stringify([slotOf(news), passedOverKeyId]));
      if (heldHost !== undefined) hosts.set(placeOf(news), (hosts.get(placeOf(news)) ?? new Set()).add(heldHost));
    },
    isPassedOver: (news, keyId) => passedOver.has(JSON.stringify([slotOf(news), keyId])),
    heldHosts: (news) => hosts.get(placeOf(news)) ?? new Set(),
    noteMade: (outputs) => void owners.add(ownerOf(outputs)),
    isReplaced: (olds) => owners.has(ownerOf(olds)),
  };
};
