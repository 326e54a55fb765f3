import { type Urgency } from "./key-status.js";

/** The status of one WebhookVerificationKeys. Never contains a key, a key ID or a date. */
export interface VerificationKeysStatus {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  readonly urn: string;
  /** Number of earlier keys, for notifications that were signed before a rotation. Undefined if they can't be read. */
  readonly earlierKeys: number | undefined;
  readonly state: VerificationKeysState;
}

/**
 * Whether it includes the current signing key. "unlinked": this can't be checked, because its input `current` doesn't come
 * from a WebhookSigningKey of the same stack.
 */
export type VerificationKeysState = "complete" | "behind" | "unlinked" | "unreadable";

const TEXTS: Readonly<Record<VerificationKeysState, string>> = {
  complete: "has the current signing key",
  behind: "lacks the current signing key",
  unlinked: "no signing key in this stack",
  unreadable: "keys can't be read",
};

export const verificationStateText = ({ state }: VerificationKeysStatus): string => TEXTS[state];

export const earlierKeysText = ({ earlierKeys }: VerificationKeysStatus): string =>
  earlierKeys === undefined ? "?" : String(earlierKeys);

/** Whether receivers with these keys reject notifications that are signed with the current key. */
export const breaksReceivers = ({ state }: VerificationKeysStatus): boolean =>
  state === "behind" || state === "unreadable";

export const verificationUrgencyOf = (status: VerificationKeysStatus): Urgency =>
  breaksReceivers(status) ? "alarm" : "fine";
