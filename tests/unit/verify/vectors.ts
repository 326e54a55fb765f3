import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../support/project.js";

const schema = z.object({
  documentedExample: z.object({
    keyBase64: z.string(),
    t: z.string(),
    payload: z.string(),
    documentedSig: z.string(),
  }),
  computed: z.array(
    z.object({
      keyBase64: z.string(),
      t: z.string(),
      rawBody: z.string().optional(),
      sig: z.string(),
      header: z.string().optional(),
    }),
  ),
});

/** Test vectors for the signatures of notifications. */
export const readVectors = (): z.infer<typeof schema> =>
  schema.parse(JSON.parse(readFileSync(join(PROJECT_ROOT, "tests/vectors/notification-signature.json"), "utf8")));
