import { type Fault as PlatformFault } from "../../local/platform/fault.js";
import { type IssuedKey, type KeyType } from "../../local/platform/issued-key.js";
import { type Platform } from "../../local/platform/server.js";
import { type Authority } from "./certificates.js";

/** What the next `up` does once the fault is gone. */
export type NextUp = "makes a key" | "changes nothing" | "replaces the key" | "fails until replaced by hand";

/** How a request for a key ended, and what it left behind. */
export interface Effect {
  /** `a key`, or the code of the error. */
  readonly outcome: string;
  /** Requests that reached the service. */
  readonly requests: number;
  /** Whether the service holds a new key that the state does not have. */
  readonly isKeyLost: boolean;
  readonly isKeyInState: boolean;
  readonly nextUp: NextUp;
}

/** Where the requests of a fault go. */
export interface Site {
  origin(): string;
  /** Requests that came so far. */
  requests(): number;
  /** The key that the service holds now. */
  currentKey(keyType: KeyType): IssuedKey | undefined;
  /** Lets so much time go by at the service, where that makes a difference. */
  idle?(milliseconds: number): void;
  /** Ends the fault. */
  lift(): Promise<void>;
  close(): Promise<void>;
}

/** What a fault is arranged with. */
export interface Surroundings {
  /** Serves the faults that need no service of their own. */
  readonly platform: Platform;
  /** The organization of the fault alone. */
  readonly organizationId: string;
  readonly trusted: Authority;
  readonly untrusted: Authority;
}

export interface Fault {
  readonly name: string;
  readonly arrange: (surroundings: Surroundings) => Promise<Site>;
  readonly expected: Effect;
  /** What the user reads, in part. */
  readonly says: RegExp;
  /** What it waits for: nothing, a late answer, retries, or the end of the time that an attempt has. */
  readonly pace: "quick" | "late" | "retried" | "timed-out";
  /** Whether the connections of the fault are not those of the shared service. */
  readonly hasOwnHost: boolean;
  /** Whether an earlier request has to leave a connection behind. */
  readonly needsKeptConnection: boolean;
  /** How long that connection is idle. */
  readonly idleMs: number;
  /** Whether the service names the time of a retry, so that none is chosen here. */
  readonly isRetryTimed: boolean;
}

type Traits = Partial<Pick<Fault, "pace" | "hasOwnHost" | "needsKeptConnection" | "idleMs" | "isRetryTimed">>;

export const fault = (
  name: string,
  arrange: Fault["arrange"],
  expected: Effect,
  says: RegExp,
  traits: Traits = {},
): Fault => ({
  name,
  arrange,
  expected,
  says,
  pace: "quick",
  hasOwnHost: false,
  needsKeptConnection: false,
  idleMs: 0,
  isRetryTimed: false,
  ...traits,
});

/** No key anywhere. */
export const failed = (outcome: string, requests = 1): Effect => ({
  outcome,
  requests,
  isKeyLost: false,
  isKeyInState: false,
  nextUp: "makes a key",
});

/** A key was made, and is in nobody's hands. */
export const lost = (outcome: string, requests = 1): Effect => ({ ...failed(outcome, requests), isKeyLost: true });

/** A key came. */
export const made = (requests = 1): Effect => ({
  ...failed("a key", requests),
  isKeyInState: true,
  nextUp: "changes nothing",
});

/** A key came that is no good, and stays in the state. */
export const halfMade = (outcome: string, nextUp: NextUp): Effect => ({
  ...failed(outcome),
  isKeyInState: true,
  nextUp,
});

/** One fault of local/platform, and for how many requests; several one after the other. */
export type PlatformFaults = readonly (readonly [PlatformFault, number | "always"])[];

/** A fault that the shared service has for one organization. */
export const atPlatform =
  (faults: PlatformFaults, after = 0): Fault["arrange"] =>
  async ({ platform, organizationId }) => {
    for (const [each, times] of faults) platform.fault(each, times, { organizationId, after });
    const own = () => platform.journal.filter((entry) => entry.organizationId === organizationId);
    return {
      origin: () => platform.origin,
      requests: () => own().length,
      currentKey: (keyType) => platform.currentKey(organizationId, keyType),
      lift: async () => platform.clearFaults(organizationId),
      close: async () => {},
    };
  };
