import { z } from "zod";
import { isRecord } from "../record.js";
import { type RequestFlaw } from "../key-request.js";
import { secureUrl } from "./secure-url.js";
import { securityPolicySchema, sentRetryPolicySchema } from "./policies.js";
import { SCOPES, productsSchema } from "./subscription.js";

const text = z.string().min(1).max(4096);
const securityPolicy = securityPolicySchema;

/** The body of POST. Requires what the guide requires, and rejects members that aren't in the specification. */
export const createBodySchema = z.strictObject({
  name: text,
  description: text,
  organizationId: text,
  products: productsSchema,
  webhookUrl: secureUrl,
  healthCheckUrl: secureUrl.optional(),
  notificationScope: z.enum(SCOPES).optional(),
  retryPolicy: sentRetryPolicySchema.optional(),
  securityPolicy,
});
export type CreateBody = z.output<typeof createBodySchema>;

/** The body of PATCH: only what changes. Here, retryPolicy is in the guide but not in the specification. */
export const changeBodySchema = z
  .strictObject({
    name: text,
    organizationId: text,
    description: text,
    products: productsSchema,
    webhookUrl: secureUrl,
    notificationScope: z.enum(SCOPES),
    healthCheckUrl: secureUrl,
    retryPolicy: sentRetryPolicySchema,
    securityPolicy,
  })
  .partial();
export type ChangeBody = z.output<typeof changeBodySchema>;

export const statusBodySchema = z.strictObject({ status: z.enum(["ACTIVE", "INACTIVE"]) });

const valueAt = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return (value as unknown[])[Number(part)];
    return isRecord(value) ? value[String(part)] : undefined;
  }, body);

const flawsOf = (issue: z.core.$ZodIssue, body: unknown): RequestFlaw[] => {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join("."), reason: "INVALID_DATA" }));
  }
  const reason = valueAt(body, issue.path) === undefined ? "MISSING_FIELD" : "INVALID_DATA";
  return [{ field: issue.path.join("."), reason }];
};

/** Decodes a body, or names every invalid member, without its value. */
export const decodeBody = <Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): { body: z.output<Schema> } | { flaws: readonly RequestFlaw[] } => {
  const decoded = schema.safeParse(body);
  if (decoded.success) return { body: decoded.data };
  return { flaws: decoded.error.issues.flatMap((issue) => flawsOf(issue, body)) };
};
