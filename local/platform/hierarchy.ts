import { z } from "zod";

export const parentsSchema = z.record(z.string(), z.string());
/** For each organization the one above it. Organizations that aren't named stand alone. */
export type Parents = Readonly<z.infer<typeof parentsSchema>>;

/** Whether an organization is another one, or stands below it at any depth. */
export const isWithin = (organizationId: string, other: string, parents: Parents): boolean => {
  const seen = new Set<string>();
  for (let at: string | undefined = organizationId; at !== undefined && !seen.has(at); at = parents[at]) {
    if (at === other) return true;
    seen.add(at);
  }
  return false;
};
