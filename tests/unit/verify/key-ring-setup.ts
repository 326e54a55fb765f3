import { type KeyRing, createKeyRing, type KeyRingOptions, type VerificationKey } from "../../../verify/index.js";
import { createVirtualTime, type VirtualTime } from "./virtual-time.js";

export const START_MS = Date.UTC(2026, 5, 1);

export const key = (keyId: string, more: Partial<VerificationKey> = {}): VerificationKey => ({
  keyId,
  key: Buffer.from(`the key of ${keyId}`).toString("base64"),
  ...more,
});

/** The source of a key ring. */
export interface Vault {
  keys: unknown;
  /** How often the key ring has read the vault. */
  reads: number;
  /** If set, replaces the vault's answer. */
  read: (() => unknown) | undefined;
}

/** A key ring over a vault, with a clock and timers. The test controls all three. */
export const setUp = (
  options: Partial<KeyRingOptions> = {},
): { readonly vault: Vault; readonly find: KeyRing; readonly time: VirtualTime } => {
  const time = createVirtualTime(START_MS);
  const vault: Vault = { keys: [key("one")], reads: 0, read: undefined };
  const find = createKeyRing({
    refreshKeys: (): Promise<VerificationKey[]> => {
      vault.reads += 1;
      return vault.read === undefined
        ? Promise.resolve(vault.keys as VerificationKey[])
        : (vault.read() as Promise<VerificationKey[]>);
    },
    now: time.now,
    startTimer: time.startTimer,
    ...options,
  });
  return { vault, find, time };
};

/** The result of a promise if it's settled; "waits" if it isn't. */
export const stateOf = async (promise: Promise<unknown>): Promise<unknown> =>
  Promise.race([promise, new Promise((resolve) => setImmediate(resolve, "waits"))]);
