import { type Fault as PlatformFault } from "../../local/platform/fault.js";
import { type IssuedKey, type KeyType } from "../../local/platform/issued-key.js";
import { type Platform } from "../../local/platform/server.js";
import { type Authority } from "./certificates.js";

/** What the next `up` does without the fault. */
export type NextUp = "makes a key" | "changes nothing" | "replaces the key" | "fails until replaced by hand";

/** The effect of a request for a key. */
export interface Effect {
  /** `a key`, or the error code. */
  readonly outcome: string;
  /** The number of requests that reached the service. */
  readonly requests: number;
  /** Whether the service has a new key that isn't in the state. */
  readonly isKeyLost: boolean;
  readonly isKeyInState: boolean;
  readonly nextUp: NextUp;
}

/** The service that the requests of a fault go to. */
export interface Site {
  origin(): string;
  /** The number of requests so far. */
  requests(): number;
  /** The service's current key. */
  currentKey(keyType: KeyType): IssuedKey | undefined;
  /** Advances the service's clock, if that makes a difference. */
  idle?(milliseconds: number): void;
  /** Removes the fault. */
  lift(): Promise<void>;
  close(): Promise<void>;
}

/** What is needed to set up a fault. */
export interface Surroundings {
  /** The shared local platform, for faults that don't need their own. */
  readonly platform: Platform;
  /** The organization that only this fault uses. */
  readonly organizationId: string;
  readonly trusted: Authority;
  readonly untrusted: Authority;
}

export interface Fault {
  readonly name: string;
  readonly arrange: (surroundings: Surroundings) => Promise<Site>;
  readonly expected: Effect;
  /** A part of the message that the user sees. */
  readonly says: RegExp;
  /** What the fault waits for: nothing, a late answer, retries, or the time limit of an attempt. */
  readonly pace: "quick" | "late" | "retried" | "timed-out";
  /** Whether the fault doesn't use the shared service's connections. */
  readonly hasOwnHost: boolean;
  /** Whether it needs an open connection from an earlier request. */
  readonly needsKeptConnection: boolean;
  /** How long that connection was idle. */
  readonly idleMs: number;
  /** Whether the service sets the time of a retry, so that the client doesn't choose it. */
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

/** No key was created. */
export const failed = (outcome: string, requests = 1): Effect => ({
  outcome,
  requests,
  isKeyLost: false,
  isKeyInState: false,
  nextUp: "makes a key",
});

/** A key was created, but it is lost. */
export const lost = (outcome: string, requests = 1): Effect => ({ ...failed(outcome, requests), isKeyLost: true });

/** A key was created and is in the state. */
export const made = (requests = 1): Effect => ({
  ...failed("a key", requests),
  isKeyInState: true,
  nextUp: "changes nothing",
});

/** A half-made key, which stays in the state. */
export const halfMade = (outcome: string, nextUp: NextUp): Effect => ({
  ...failed(outcome),
  isKeyInState: true,
  nextUp,
});

/** Faults of the local platform, one after another, and for how many requests each applies. */
export type PlatformFaults = readonly (readonly [PlatformFault, number | "always"])[];

/** A fault of the shared service, for one organization. */
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
