import { z } from "zod";
import { secureUrl } from "./secure-url.js";

const minutes = z.int().min(0).max(10_000);
const text = z.string().min(1).max(4096);

/** A flag that the specification has as a string and the samples as a boolean. */
export const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")]);

/** In the specification alone, which doesn't say what they are for. */
const attributes = z.array(z.record(z.string(), z.string()));

/** The members of a retry policy as they may be sent: all optional. */
export const sentRetryPolicySchema = z.strictObject({
  algorithm: z.enum(["ARITHMETIC", "GEOMETRIC"]).optional(),
  firstRetry: minutes.optional(),
  interval: minutes.optional(),
  numberOfRetries: z.int().min(0).max(100).optional(),
  deactivateFlag: flag.optional(),
  repeatSequenceCount: z.int().min(0).max(100).optional(),
  repeatSequenceWaitTime: minutes.optional(),
  additionalAttributes: attributes.optional(),
});

/** A retry policy with its documented defaults. */
export const retryPolicySchema = z.strictObject({
  algorithm: z.enum(["ARITHMETIC", "GEOMETRIC"]).default("ARITHMETIC"),
  firstRetry: minutes.default(1),
  interval: minutes.default(1),
  numberOfRetries: z.int().min(0).max(100).default(3),
  deactivateFlag: z.boolean().default(false),
  repeatSequenceCount: z.int().min(0).max(100).default(0),
  repeatSequenceWaitTime: minutes.default(0),
  additionalAttributes: attributes.optional(),
});

export type RetryPolicy = z.infer<typeof retryPolicySchema>;

const additionalConfigSchema = z.record(z.string(), z.string());
const expiry = z.union([z.int().min(1), z.string().regex(/^[1-9]\d{0,9}$/)]);

const oAuthConfigSchema = z.strictObject({
  oAuthURL: secureUrl,
  oAuthTokenType: z.literal("Bearer"),
  oAuthTokenExpiry: expiry.optional(),
  /** Another place for the pinned credentials: see the switch pinnedKeyIdIn. */
  keyId: text.optional(),
  additionalConfig: additionalConfigSchema.optional(),
});

/** The guide requires these four members for the type oAuth_JWT, and none for the type oAuth. */
const jwtConfigSchema = oAuthConfigSchema.extend({
  additionalConfig: z.object({ aud: text, client_id: text, keyId: text, scope: text }).catchall(z.string()),
});

/** How notifications are authenticated, with the members that each type needs. */
export const securityPolicySchema = z.discriminatedUnion("securityType", [
  z.strictObject({ securityType: z.enum(["key", "KEY"]) }),
  z.strictObject({ securityType: z.literal("oAuth"), config: oAuthConfigSchema }),
  z.strictObject({ securityType: z.literal("oAuth_JWT"), config: jwtConfigSchema }),
]);

export type SecurityPolicy = z.infer<typeof securityPolicySchema>;

/** The ID of the OAuth credentials that a policy pins; undefined if it pins none. */
export const pinnedKeyIdOf = (
  config: z.infer<typeof oAuthConfigSchema>,
  place: "additionalConfig" | "config",
): string | undefined => (place === "config" ? config.keyId : config.additionalConfig?.["keyId"]);

/** The configuration of an OAuth policy; undefined for the other one. */
export const oAuthConfigOf = (policy: SecurityPolicy): z.infer<typeof oAuthConfigSchema> | undefined =>
  "config" in policy ? policy.config : undefined;
