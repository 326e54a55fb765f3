import { type SubscriptionStatus } from "./subscription-status.js";
import { type VerificationKeysStatus } from "./verification-keys-status.js";

/** The status of one key. Never contains the key, its ID or an exact date. */
export interface KeyStatus {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  /** Name of its resource class. */
  readonly kind: string;
  readonly urn: string;
  readonly organizationId: string;
  /** Host that issued it; undefined for a key that was adopted without a connection. */
  readonly host: string | undefined;
  readonly state: KeyState;
  readonly flags: readonly KeyFlag[];
  /** Whole days until it expires, rounded down; negative once it has expired. Undefined if its date can't be read. */
  readonly daysLeft: number | undefined;
  /** Whole days until it is due, rounded down. */
  readonly daysUntilDue: number | undefined;
  /** Percentage of its validity that is left, 0 to 100. */
  readonly percentLeft: number;
  readonly nextUp: NextUp;
}

export type KeyState = "valid" | "due" | "expired" | "unreadable";
export type KeyFlag = "adopted" | "protected" | "tainted";

/** What the next `pulumi up` does with the key if the program and the connection don't change. */
export interface NextUp {
  readonly action: "keep" | "replace" | "fail";
  /** Why, in a few words; may be empty. */
  readonly reason: string;
}

/** The status of one or more stacks. */
export interface StatusReport {
  /** The day of the report. */
  readonly asOf: string;
  readonly stackCount: number;
  /** The most urgent first. */
  readonly keys: readonly KeyStatus[];
  /** By name. */
  readonly verificationKeys: readonly VerificationKeysStatus[];
  /** The most urgent first. */
  readonly subscriptions: readonly SubscriptionStatus[];
}

const KINDS: Readonly<Record<string, string>> = {
  WebhookSigningKey: "signing key",
  WebhookOAuthCredential: "OAuth credential",
  WebhookEncryptionKey: "encryption key",
};

const SHORT_KINDS: Readonly<Record<string, string>> = {
  WebhookSigningKey: "signing",
  WebhookOAuthCredential: "OAuth",
  WebhookEncryptionKey: "encryption",
};

/** The kind of key, such as "signing key". */
export const kindText = ({ kind }: KeyStatus): string => KINDS[kind] ?? kind;

/** The kind of key in one word, for narrow terminals. */
export const shortKindText = ({ kind }: KeyStatus): string => SHORT_KINDS[kind] ?? kind;

export const stackText = ({ project, stack }: Pick<KeyStatus, "project" | "stack">): string => `${project}/${stack}`;

const ACTIONS = { keep: "keeps it", replace: "replaces it", fail: "fails" } as const;

export const nextUpText = ({ nextUp: { action, reason } }: KeyStatus): string =>
  reason === "" ? ACTIONS[action] : `${ACTIONS[action]}: ${reason}`;

/** The state, followed by the flags. */
export const stateText = ({ state, flags }: KeyStatus): string => [state, ...flags].join(", ");

export const daysText = ({ daysLeft }: KeyStatus): string => (daysLeft === undefined ? "?" : String(daysLeft));

/** How urgently a key needs attention. */
export type Urgency = "fine" | "attention" | "alarm";

/** A key that expires within this time and won't be replaced needs attention. */
const ATTENTION_DAYS = 30;

export const urgencyOf = ({ state, nextUp, daysLeft }: KeyStatus): Urgency => {
  if (nextUp.action === "fail" || state === "expired" || state === "unreadable") return "alarm";
  const isEndingUnrenewed = nextUp.action === "keep" && (daysLeft ?? 0) < ATTENTION_DAYS;
  return state === "due" || nextUp.action === "replace" || isEndingUnrenewed ? "attention" : "fine";
};

/** The number of keys in each state, the most urgent state first. */
export const countsByState = ({ keys }: StatusReport): { readonly state: KeyState; readonly number: number }[] =>
  (["unreadable", "expired", "due", "valid"] as const).map((state) => ({
    state,
    number: keys.filter((key) => key.state === state).length,
  }));
