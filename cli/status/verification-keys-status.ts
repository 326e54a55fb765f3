import { type Urgency } from "./key-status.js";

/** What is told of one WebhookVerificationKeys: never a key, its id or a date. */
export interface VerificationKeysStatus {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  readonly urn: string;
  /** How many keys it holds beside the current one, for notifications that are still under way. None if unreadable. */
  readonly earlierKeys: number | undefined;
  readonly state: VerificationKeysState;
}

/**
 * Whether it holds the key that signs now. "unlinked" where its `current` is not a WebhookSigningKey of the same stack, so
 * that nobody can tell.
 */
export type VerificationKeysState = "complete" | "behind" | "unlinked" | "unreadable";

const TEXTS: Readonly<Record<VerificationKeysState, string>> = {
  complete: "holds the key that signs now",
  behind: "lacks the key that signs now",
  unlinked: "no signing key of this stack",
  unreadable: "its keys cannot be read",
};

export const ringStateText = ({ state }: VerificationKeysStatus): string => TEXTS[state];

export const earlierKeysText = ({ earlierKeys }: VerificationKeysStatus): string =>
  earlierKeys === undefined ? "?" : String(earlierKeys);

/** Receivers refuse what is signed with a key that is not among theirs. */
export const isWrong = ({ state }: VerificationKeysStatus): boolean => state === "behind" || state === "unreadable";

export const ringUrgencyOf = (ring: VerificationKeysStatus): Urgency => (isWrong(ring) ? "alarm" : "fine");
