import { z } from "zod";
import { type VerificationKey } from "./overlap.js";

/** The key that the program gives. */
export const currentKeySchema = z.object({ keyId: z.string(), key: z.string(), expirationDate: z.string() });

/** The keys in the state. */
export const heldKeysSchema = z.array(
  z
    .object({ ...currentKeySchema.shape, retiredAt: z.string().optional() })
    .transform(({ retiredAt, ...key }): VerificationKey => (retiredAt === undefined ? key : { ...key, retiredAt })),
);
