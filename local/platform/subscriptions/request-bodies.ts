import { z } from "zod";
import { isRecord } from "../record.js";
import { type RequestFlaw } from "../key-request.js";
import { secureUrl } from "./secure-url.js";
import { flag, securityPolicySchema, sentRetryPolicySchema } from "./policies.js";
import { scopeSchema } from "./scope.js";
import { productsSchema } from "./subscription.js";

const text = z.string().min(1).max(4096);
const securityPolicy = securityPolicySchema;

/**
 * The body of POST. Requires what the guide requires, and rejects members that no source has. A switch may refuse more:
 * flaws-by-switch.ts.
 */
export const createBodySchema = z.strictObject({
  name: text,
  description: text,
  organizationId: text,
  products: productsSchema,
  webhookUrl: secureUrl,
  healthCheckUrl: secureUrl.optional(),
  notificationScope: scopeSchema.optional(),
  retryPolicy: sentRetryPolicySchema.optional(),
  securityPolicy,
  deactivateflag: flag.optional(),
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
    notificationScope: scopeSchema,
    healthCheckUrl: secureUrl,
    retryPolicy: sentRetryPolicySchema,
    securityPolicy,
    deactivateflag: flag,
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

/** The body without a member. */
const without = (body: unknown, [name, ...rest]: readonly PropertyKey[]): unknown => {
  if (Array.isArray(body)) return body.map((each, index) => (index === name ? without(each, rest) : (each as unknown)));
  if (!isRecord(body)) return body;
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      if (key !== name) return [[key, value]];
      return rest.length === 0 ? [] : [[key, without(value, rest)]];
    }),
  );
};

/**
 * Decodes a body, or names every invalid member, without its value. With `ignoresUnknown`, members that no source has
 * are left out instead.
 */
export const decodeBody = <Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  ignoresUnknown = false,
): { body: z.output<Schema> } | { flaws: readonly RequestFlaw[] } => {
  const decoded = schema.safeParse(body);
  if (decoded.success) return { body: decoded.data };
  const unknown = decoded.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [],
  );
  if (ignoresUnknown && unknown.length > 0) return decodeBody(schema, unknown.reduce(without, body), true);
  return { flaws: decoded.error.issues.flatMap((issue) => flawsOf(issue, body)) };
};
