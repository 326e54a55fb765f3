import { z } from "zod";
import { type Parents, isWithin } from "../hierarchy.js";

export const SCOPES = ["SELF", "DESCENDANTS"] as const;

/**
 * The organizations whose events a subscription gets. The specification has a name; the guide and v1 also have an object,
 * and CUSTOM with a list of organizations.
 */
export const scopeSchema = z.union([
  z.enum(SCOPES),
  z.strictObject({ scope: z.enum([...SCOPES, "CUSTOM"]), scopeData: z.string().min(1).max(4096).optional() }),
]);
export type Scope = z.infer<typeof scopeSchema>;

/** Whether a subscription of `owner` with this scope gets the events of an organization. */
export const reaches = (scope: Scope, owner: string, organizationId: string, parents: Parents): boolean => {
  const { scope: name, scopeData = "" } = typeof scope === "string" ? { scope } : scope;
  if (name === "CUSTOM") return scopeData.split(",").some((each) => each.trim() === organizationId);
  return name === "SELF" ? organizationId === owner : isWithin(organizationId, owner, parents);
};
