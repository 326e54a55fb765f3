import { z } from "zod";
import { DAY_MS } from "../validity.js";
import { type Product } from "./products.js";

const milliseconds = z.number().min(0);

const MINUTE_MS = 60_000;

const accepted = z.enum(["refused", "accepted"]).default("refused");

/** The behavior that the vendor's sources leave open. docs/local-subscriptions.md gives the defaults and the reasons. */
export const subscriptionSwitchesSchema = z.strictObject({
  firstStatus: z.enum(["PENDING_REVIEW", "INACTIVE", "ACTIVE"]).default("PENDING_REVIEW"),
  review: z.enum(["approve", "reject", "by-hand"]).default("approve"),
  reviewAfterMs: milliseconds.default(DAY_MS),
  patchReview: z.enum(["changed-url", "any-url", "never"]).default("changed-url"),
  duplicates: z.enum(["product", "product-and-event"]).default("product"),
  signingKeyRequired: z.boolean().default(true),
  encryptionKeyRequired: z.boolean().default(true),
  oAuthTokenExpiry: z.enum(["optional", "required", "refused"]).default("optional"),
  defaultScope: z.enum(["DESCENDANTS", "SELF"]).default("DESCENDANTS"),
  scopeObject: accepted,
  v1Requests: accepted,
  undocumentedMembers: z.enum(["refused", "ignored"]).default("refused"),
  unavailableProducts: accepted,
  topLevelDeactivateflag: z.enum(["refused", "ignored", "needed"]).default("refused"),
  booleanDeactivateFlag: z.enum(["accepted", "refused"]).default("accepted"),
  oAuthUrlSpelling: z.enum(["oAuthURL", "oAuthUrl"]).default("oAuthURL"),

  emptyList: z.enum(["not-found", "array"]).default("not-found"),
  listForm: z.enum(["array", "object"]).default("array"),
  listFilters: z.enum(["optional", "required"]).default("optional"),
  patchRetryPolicy: z.enum(["taken", "ignored", "refused"]).default("taken"),
  patchInside: z.enum(["replace", "merge"]).default("replace"),
  statusRefusal: z.int().min(400).max(499).default(400),
  statusAnswer: z.enum(["status", "empty"]).default("status"),
  deleteStatus: z.union([z.literal(200), z.literal(202), z.literal(204)]).default(200),
  deleteAfterMs: milliseconds.default(0),

  dates: z.enum(["two-forms", "iso"]).default("two-forms"),
  addsPort: z.boolean().default(false),
  lowerCasesHost: z.boolean().default(false),
  upperCasesSecurityType: z.boolean().default(false),
  shape: z.enum(["v2", "v1", "both"]).default("v2"),
  numbers: z.enum(["number", "string"]).default("number"),
  deactivateFlag: z.enum(["string", "boolean"]).default("string"),
  securityPolicyForm: z.enum(["object", "array"]).default("object"),
  extraMembers: z.boolean().default(true),
  scopeForm: z.enum(["string", "object"]).default("string"),
  algorithmCase: z.enum(["upper", "capitalized"]).default("upper"),
  productsForm: z.enum(["array", "object"]).default("array"),
  productMembers: z.enum(["all", "ids"]).default("all"),
  testRetryNumber: z.enum(["number", "string"]).default("number"),

  healthCheckAfterMs: milliseconds.default(5 * MINUTE_MS),
  healthCheckEveryMs: milliseconds.min(1).default(5 * MINUTE_MS),
  healthCheckRetryMs: milliseconds.min(1).default(MINUTE_MS),
  healthCheckActivates: z.enum(["always", "unless-put-inactive"]).default("always"),
  withoutHealthUrl: z.enum(["stays-inactive", "pings-webhook-url"]).default("stays-inactive"),
  exhausted: z.enum(["by-deactivate-flag", "always-suspends", "holds-messages"]).default("by-deactivate-flag"),
  testActivates: z.boolean().default(true),

  withoutEncryptionKey: z.enum(["undelivered", "plain"]).default("undelivered"),
  minuteMs: milliseconds.max(MINUTE_MS).default(MINUTE_MS),
  oAuthStyle: z.enum(["body", "basic"]).default("body"),
  signedForm: z.enum(["raw", "inner"]).default("raw"),
  payloadForm: z.enum(["object", "array"]).default("object"),
  eventDateForm: z.enum(["seconds", "offset"]).default("seconds"),
  quotesSignature: z.boolean().default(false),
  retriesSignedWith: z.enum(["current-key", "first-key"]).default("current-key"),
  pinnedKeyIdIn: z.enum(["additionalConfig", "config"]).default("additionalConfig"),
  pinnedCredential: z.enum(["kept", "current-only"]).default("kept"),
});

export type SubscriptionSwitches = z.output<typeof subscriptionSwitchesSchema>;
export type SubscriptionSwitchesInput = z.input<typeof subscriptionSwitchesSchema>;

/** A request for subscriptions as received, for tests that check what a client sends. */
export interface SubscriptionRequestSeen {
  action: string;
  webhookId: string | undefined;
  body: unknown;
}

/** How a local platform treats subscriptions; every part has a default. */
export interface SubscriptionOptions extends SubscriptionSwitchesInput {
  /** What organizations may subscribe to, by organization; the others have the default list. */
  products?: Readonly<Record<string, readonly Product[]>> | undefined;
  /** Rewrites each subscription in an answer, to test forms that the service isn't known to use. */
  rewrite?: ((subscription: Record<string, unknown>) => unknown) | undefined;
  /** Is called with each request. Its body contains secrets: use this only in tests, and never log the argument. */
  onSubscriptionRequest?: ((request: SubscriptionRequestSeen) => void) | undefined;
}
