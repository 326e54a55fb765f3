import { z } from "zod";

export const KEY_TYPES = ["sharedSecret", "oAuthClientCredentials"] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** A key as the local platform stores it, in memory and in the state file. */
export const issuedKeySchema = z.strictObject({
  keyType: z.enum(KEY_TYPES),
  provider: z.string(),
  tenant: z.string(),
  organizationId: z.string(),
  clientKeyId: z.string().optional(),
  keyId: z.string(),
  key: z.string(),
  expirationDate: z.coerce.date(),
});

export type IssuedKey = z.infer<typeof issuedKeySchema>;
