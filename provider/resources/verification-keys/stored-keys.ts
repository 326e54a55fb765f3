import { z } from "zod";
import { type VerificationKey } from "./overlap.js";

/** The key that the program gives. */
export const currentKeySchema = z.object({ keyId: z.string(), key: z.string(), expirationDate: z.string() });

/** The keys in the state. */
export const heldKeysSchema = z.array(
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
