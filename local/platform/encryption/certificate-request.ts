import { z } from "zod";
import { clientReferenceInformation, flawsOf, owner, type RequestFlaw, text, wholeDays } from "../key-request.js";

/** The body of the published request. The specification also has `pvt`, `keyId` and `status`, which no client sends. */
const certificateRequestSchema = z.strictObject({
  clientReferenceInformation,
  clientRequestAction: z.literal("STORE"),
  keyInformation: z.strictObject({
    ...owner,
    keyType: z.literal("publickey"),
    pub: text.max(16_384),
    expiryDuration: wholeDays.optional(),
  }),
});

export type CertificateRequest = z.infer<typeof certificateRequestSchema>;

export type DecodedCertificateRequest = { request: CertificateRequest } | { flaws: readonly RequestFlaw[] };

/** Decodes the JSON of a request to store a certificate, or returns all invalid fields, without their values. */
export const decodeCertificateRequest = (body: unknown): DecodedCertificateRequest => {
  const decoded = certificateRequestSchema.safeParse(body);
  if (decoded.success) return { request: decoded.data };
  return { flaws: decoded.error.issues.flatMap((issue) => flawsOf(issue, body)) };
};
