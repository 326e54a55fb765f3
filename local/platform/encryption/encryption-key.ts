import { z } from "zod";

/** A certificate as the local platform stores it, in memory and in the state file. It encrypts notifications to its key. */
export const encryptionKeySchema = z.strictObject({
  provider: z.string(),
  tenant: z.string(),
  organizationId: z.string(),
  keyId: z.string(),
  /** DER in base64. */
  pub: z.string(),
  /** The end of the certificate. */
  expirationDate: z.coerce.date(),
});

export type EncryptionKey = z.infer<typeof encryptionKeySchema>;
