import { z } from "zod";
import { isRecord } from "./record.js";

/** The parts of both routes for keys. */
export const text = z.string().min(1).max(4096);
/** A number of days from 1, as a string without a sign, a fraction or leading zeros. */
export const wholeDays = z.string().regex(/^[1-9]\d{0,4}$/);
export const clientReferenceInformation = z.strictObject({ code: z.string().max(50).optional() }).optional();
export const owner = { provider: text, tenant: text, organizationId: text };

/** The bodies of the two published requests. Other fields are rejected. */
const keyRequestSchema = z.discriminatedUnion("clientRequestAction", [
  z.strictObject({
    clientReferenceInformation,
    clientRequestAction: z.literal("CREATE"),
    keyInformation: z.strictObject({
      ...owner,
      keyType: z.literal("sharedSecret"),
      expiryDuration: wholeDays.optional(),
    }),
  }),
  z.strictObject({
    clientReferenceInformation,
    clientRequestAction: z.literal("STORE"),
    keyInformation: z.strictObject({
      ...owner,
      keyType: z.literal("oAuthClientCredentials"),
      clientKeyId: text,
      key: text,
      expiryDuration: wholeDays,
    }),
  }),
]);

export type KeyRequest = z.infer<typeof keyRequestSchema>;

/** One invalid field of a request, with the vendor's reason. */
export interface RequestFlaw {
  field: string;
  reason: "MISSING_FIELD" | "INVALID_DATA";
}

export type DecodedKeyRequest = { request: KeyRequest } | { flaws: readonly RequestFlaw[] };

const valueAt = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, name) => (isRecord(value) ? value[String(name)] : undefined), body);

export const flawsOf = (issue: z.core.$ZodIssue, body: unknown): RequestFlaw[] => {
  const field = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join("."), reason: "INVALID_DATA" }));
  }
  return [{ field, reason: valueAt(body, issue.path) === undefined ? "MISSING_FIELD" : "INVALID_DATA" }];
};

/** Decodes the JSON of a key request, or returns all invalid fields, without their values. */
export const decodeKeyRequest = (body: unknown): DecodedKeyRequest => {
  const decoded = keyRequestSchema.safeParse(body);
  if (decoded.success) return { request: decoded.data };
  return { flaws: decoded.error.issues.flatMap((issue) => flawsOf(issue, body)) };
};
