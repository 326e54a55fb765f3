import { z } from "zod";
import { type Product } from "./products.js";

const milliseconds = z.number().min(0);

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Every choice that the sources leave open, with the default of docs/local-subscriptions.md, which gives the reasons. */
export const subscriptionSwitchesSchema = z.strictObject({
  firstStatus: z.enum(["PENDING_REVIEW", "INACTIVE", "ACTIVE"]).default("PENDING_REVIEW"),
  review: z.enum(["approve", "reject", "by-hand"]).default("approve"),
  reviewAfterMs: milliseconds.default(DAY_MS),
  patchReview: z.enum(["changed-url", "any-url", "never"]).default("changed-url"),
  duplicates: z.enum(["product", "product-and-event"]).default("product"),
  signingKeyRequired: z.boolean().default(true),
  oAuthTokenExpiry: z.enum(["optional", "required", "refused"]).default("optional"),
  defaultScope: z.enum(["DESCENDANTS", "SELF"]).default("DESCENDANTS"),

  emptyList: z.enum(["not-found", "array"]).default("not-found"),
  listForm: z.enum(["array", "object"]).default("array"),
  listFilters: z.enum(["optional", "required"]).default("optional"),
  patchRetryPolicy: z.enum(["taken", "ignored", "refused"]).default("taken"),
  patchInside: z.enum(["replace", "merge"]).default("replace"),
  statusRefusal: z.int().min(400).max(499).default(400),
  statusAnswer: z.enum(["status", "empty"]).default("status"),
  deleteStatus: z.union([z.literal(200), z.literal(202), z.literal(204)]).default(200),

  dates: z.enum(["two-forms", "iso"]).default("two-forms"),
  addsPort: z.boolean().default(false),
  lowerCasesHost: z.boolean().default(false),
  upperCasesSecurityType: z.boolean().default(false),
  shape: z.enum(["v2", "v1", "both"]).default("v2"),
  numbers: z.enum(["number", "string"]).default("number"),
  deactivateFlag: z.enum(["string", "boolean"]).default("string"),
  securityPolicyForm: z.enum(["object", "array"]).default("object"),
  extraMembers: z.boolean().default(true),
  testRetryNumber: z.enum(["number", "string"]).default("number"),

  healthCheckAfterMs: milliseconds.default(5 * MINUTE_MS),
  healthCheckEveryMs: milliseconds.min(1).default(5 * MINUTE_MS),
  healthCheckRetryMs: milliseconds.min(1).default(MINUTE_MS),
  healthCheckActivates: z.enum(["always", "unless-put-inactive"]).default("always"),
  withoutHealthUrl: z.enum(["stays-inactive", "pings-webhook-url"]).default("stays-inactive"),
  exhausted: z.enum(["by-deactivate-flag", "always-suspends"]).default("by-deactivate-flag"),
  testActivates: z.boolean().default(true),

  minuteMs: milliseconds.max(MINUTE_MS).default(MINUTE_MS),
  oAuthStyle: z.enum(["body", "basic"]).default("body"),
  signedForm: z.enum(["raw", "inner"]).default("raw"),
  pinnedCredential: z.enum(["kept", "current-only"]).default("kept"),
});

export type SubscriptionSwitches = z.output<typeof subscriptionSwitchesSchema>;
export type SubscriptionSwitchesInput = z.input<typeof subscriptionSwitchesSchema>;

/** A request for a subscription as it came, for tests that check what a client sends. */
export interface SubscriptionRequestSeen {
  action: string;
  webhookId: string | undefined;
  body: unknown;
}

/** How a local platform treats subscriptions; every part has a default. */
export interface SubscriptionOptions extends SubscriptionSwitchesInput {
  /** What organizations may subscribe to, by organization; the others have the default list. */
  products?: Readonly<Record<string, readonly Product[]>> | undefined;
  /** Rewrites each subscription in an answer: what the service might write that nobody foresaw. */
  rewrite?: ((subscription: Record<string, unknown>) => unknown) | undefined;
  /** Hears of each request with its body, secrets included: in-process tests only, never a log. */
  onSubscriptionRequest?: ((request: SubscriptionRequestSeen) => void) | undefined;
}
