import { type Properties } from "../protocol.js";

/** What create needs to know about the key that it replaces. Pulumi passes the old outputs to diff, but not to create. */
export interface Finding {
  /** The keyId in `adopt`, if create must ignore it and request a new key. */
  readonly passedOverKeyId?: string | undefined;
  /** The host that issued the key in the state. */
  readonly heldHost?: string | undefined;
}

/**
 * What the handlers of one kind of key remember during a run. That works because Pulumi calls diff, create and delete of a
 * replacement in the same process.
 */
export interface RunMemory {
  /** Stores what diff found about the key with these inputs. */
  readonly remember: (news: Properties, finding: Finding) => void;
  /** Whether create must ignore the key in `adopt`. */
  readonly isPassedOver: (news: Properties, keyId: string) => boolean;
  /** Hosts that issued the keys that diff saw with these inputs. */
  readonly heldHosts: (news: Properties) => ReadonlySet<string>;
  /** Stores that a key with these outputs was created or adopted. */
  readonly rememberCreated: (outputs: Properties) => void;
  /** Whether this run created or adopted a key in place of the one with these outputs. */
  readonly isReplaced: (olds: Properties) => boolean;
}

const mapKeyOf = (properties: Properties, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => properties[name] ?? null));

/** The inputs that identify a key at the service. */
const IDENTITY = ["organizationId", "clientId", "keyProvider", "tenant"];
const identityOf = (news: Properties): string => mapKeyOf(news, IDENTITY);
const identityAndConnectionOf = (news: Properties): string => mapKeyOf(news, [...IDENTITY, "connection"]);
const ownerOf = (outputs: Properties): string => mapKeyOf(outputs, ["organizationId", "clientId", "host"]);

export const createRunMemory = (): RunMemory => {
  const passedOver = new Set<string>();
  const hosts = new Map<string, Set<string>>();
  const owners = new Set<string>();
  const heldHosts = (news: Properties): Set<string> => hosts.get(identityAndConnectionOf(news)) ?? new Set();
  return {
    remember: (news, { passedOverKeyId, heldHost }) => {
      if (passedOverKeyId !== undefined) passedOver.add(JSON.stringify([identityOf(news), passedOverKeyId]));
      if (heldHost !== undefined) hosts.set(identityAndConnectionOf(news), heldHosts(news).add(heldHost));
    },
    isPassedOver: (news, keyId) => passedOver.has(JSON.stringify([identityOf(news), keyId])),
    heldHosts,
    rememberCreated: (outputs) => void owners.add(ownerOf(outputs)),
    isReplaced: (olds) => owners.has(ownerOf(olds)),
  };
};
