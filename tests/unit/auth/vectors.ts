import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const readVectors = <T>(file: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(join(__dirname, "../../../../tests/vectors", file), "utf8")));

/** Known answers of the official client. */
export const requestVectors = readVectors(
  "request-authentication.json",
  z.object({
    inputs: z.object({
      nowIso: z.string(),
      jti: z.string(),
      host: z.string(),
      merchantId: z.string(),
      portfolioId: z.string(),
      keyId: z.string(),
      sharedSecretBase64: z.string(),
      p12: z.object({
        base64: z.string(),
        password: z.string(),
        subjectSerialNumber: z.string(),
        privateKeyPem: z.string(),
        certificatePem: z.string(),
      }),
    }),
    vectors: z.array(
      z.object({
        name: z.string(),
        method: z.enum(["get", "post"]),
        requestTarget: z.string(),
        body: z.string().nullable(),
        headers: z.record(z.string(), z.string()),
      }),
    ),
  }),
);

/** PKCS#12 files in all the forms that the reader distinguishes. */
export const p12Vectors = readVectors(
  "p12.json",
  z.object({
    password: z.string(),
    passwordBeyondAscii: z.string(),
    merchant: z.object({ subjectSerialNumber: z.string(), notAfter: z.string(), publicKeyPem: z.string() }),
    files: z.record(z.string(), z.string()),
  }),
);
