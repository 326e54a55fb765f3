import { type VerificationKeysStatus } from "./verification-keys-status.js";

/** What is told of one key: never the key, its id or an exact date. */
export interface KeyStatus {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  /** Name of its class. */
  readonly kind: string;
  readonly urn: string;
  readonly organizationId: string;
  /** Host that issued it; none for a key adopted while no connection was configured. */
  readonly host: string | undefined;
  readonly state: KeyState;
  readonly flags: readonly KeyFlag[];
  /** Whole days until its end, rounded down: negative once it has expired. None where its date cannot be read. */
  readonly daysLeft: number | undefined;
  /** Whole days until it is due, rounded down. */
  readonly daysUntilDue: number | undefined;
  /** How much of its validity is left, 0 to 100. */
  readonly percentLeft: number;
  readonly nextUp: NextUp;
}

export type KeyState = "valid" | "due" | "expired" | "unreadable";
export type KeyFlag = "adopted" | "protected" | "tainted";

/** What the next `pulumi up` does with the key, as long as the program and the connection stay as they are. */
export interface NextUp {
  readonly action: "keep" | "replace" | "fail";
  /** Why, in a few words; empty where nothing is to be said. */
  readonly reason: string;
}

/** The status of some stacks. */
export interface StatusReport {
  /** The day of the report, for one that is kept. */
  readonly asOf: string;
  readonly stackCount: number;
  /** The most urgent first. */
  readonly keys: readonly KeyStatus[];
  /** By name. */
  readonly verificationKeys: readonly VerificationKeysStatus[];
}

const KINDS: Readonly<Record<string, string>> = {
  WebhookSigningKey: "signing key",
  WebhookOAuthCredential: "OAuth credential",
};

const SHORT_KINDS: Readonly<Record<string, string>> = { WebhookSigningKey: "signing", WebhookOAuthCredential: "OAuth" };

/** The kind in words. */
export const kindText = ({ kind }: KeyStatus): string => KINDS[kind] ?? kind;

/** The kind in a word, for a narrow terminal. */
export const shortKindText = ({ kind }: KeyStatus): string => SHORT_KINDS[kind] ?? kind;

export const stackText = ({ project, stack }: Pick<KeyStatus, "project" | "stack">): string => `${project}/${stack}`;

const ACTIONS = { keep: "keeps it", replace: "replaces it", fail: "fails" } as const;

export const nextUpText = ({ nextUp: { action, reason } }: KeyStatus): string =>
  reason === "" ? ACTIONS[action] : `${ACTIONS[action]}: ${reason}`;

/** The state with its flags, the state first. */
export const stateText = ({ state, flags }: KeyStatus): string => [state, ...flags].join(", ");

export const daysText = ({ daysLeft }: KeyStatus): string => (daysLeft === undefined ? "?" : String(daysLeft));

/** How urgently a key wants to be looked at. */
export type Urgency = "fine" | "attention" | "alarm";

/** A key that stays and ends within these days wants attention. */
const ATTENTION_DAYS = 30;

export const urgencyOf = ({ state, nextUp, daysLeft }: KeyStatus): Urgency => {
  if (nextUp.action === "fail" || state === "expired" || state === "unreadable") return "alarm";
  const isEndingUnrenewed = nextUp.action === "keep" && (daysLeft ?? 0) < ATTENTION_DAYS;
  return state === "due" || nextUp.action === "replace" || isEndingUnrenewed ? "attention" : "fine";
};

/** How many keys are in each state, the most urgent state first. */
export const countsByState = ({ keys }: StatusReport): { readonly state: KeyState; readonly number: number }[] =>
  (["unreadable", "expired", "due", "valid"] as const).map((state) => ({
    state,
    number: keys.filter((key) => key.state === state).length,
  }));
