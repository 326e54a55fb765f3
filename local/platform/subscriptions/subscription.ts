import { z } from "zod";
import { retryPolicySchema, securityPolicySchema } from "./policies.js";
import { scopeSchema } from "./scope.js";
import { secureUrl } from "./secure-url.js";

const name = z.string().min(1).max(4096);

export const productsSchema = z.array(z.strictObject({ productId: name, eventTypes: z.array(name).min(1) })).min(1);

export const STATUSES = ["PENDING_REVIEW", "BLOCKED", "INACTIVE", "ACTIVE", "SUSPENDED"] as const;
export type SubscriptionStatus = (typeof STATUSES)[number];

/** A subscription as the local platform stores it. The state file has the same schema. */
export const subscriptionSchema = z.strictObject({
  webhookId: z.string(),
  organizationId: name,
  name: z.string(),
  description: z.string(),
  products: productsSchema,
  webhookUrl: secureUrl,
  healthCheckUrl: secureUrl.optional(),
  notificationScope: scopeSchema,
  retryPolicy: retryPolicySchema,
  securityPolicy: securityPolicySchema,
  status: z.enum(STATUSES),
  createdOn: z.coerce.date(),
  updatedOn: z.coerce.date().optional(),
  /** When the review ends, or the next health check is due. */
  dueOn: z.coerce.date().optional(),
  /** When a subscription that was deleted, but only accepted for deletion, is gone. */
  goneOn: z.coerce.date().optional(),
  /** Whether a client switched the subscription off. */
  isPutInactive: z.boolean().optional(),
  /** The flag at the top level of a request, which only the guide has. */
  deactivateflag: z.boolean().optional(),
});

export type Subscription = z.infer<typeof subscriptionSchema>;

/** The URLs that the platform reviews. */
export const urlsOf = ({ webhookUrl, healthCheckUrl, securityPolicy }: Subscription): (string | undefined)[] => [
  webhookUrl,
  healthCheckUrl,
  "config" in securityPolicy ? securityPolicy.config.oAuthURL : undefined,
];
