import { z } from "zod";
import { type VerificationKey } from "./overlap.js";

/** The input `current`. */
export const currentKeySchema = z.object({ keyId: z.string(), key: z.string(), expirationDate: z.string() });

/** The output `keys` in the state. Unknown properties are dropped. */
export const storedKeysSchema = z.array(
  z
    .object({
      ...currentKeySchema.shape,
      expirationDate: z.string().optional(),
      retiredAt: z.string().optional(),
    })
    .transform(({ keyId, key, expirationDate, retiredAt }): VerificationKey => ({
      keyId,
      key,
      ...(expirationDate !== undefined && { expirationDate }),
      ...(retiredAt !== undefined && { retiredAt }),
    })),
);
