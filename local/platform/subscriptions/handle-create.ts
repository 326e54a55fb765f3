import { randomUUID } from "node:crypto";
import { jsonAnswer } from "../answer.js";
import { type SubscriptionContext, type SubscriptionHandler } from "./context.js";
import { scheduled } from "./schedule.js";
import { type SubscriptionSwitches } from "./options.js";
import { type Plan, problemAnswer, refused } from "./plan.js";
import { oAuthConfigOf, retryPolicySchema } from "./policies.js";
import { unknownProducts } from "./products.js";
import { type CreateBody, createBodySchema, decodeBody } from "./request-bodies.js";
import { hasRival } from "./rivals.js";
import { type Subscription } from "./subscription.js";

const refusedWith = (organizationId: string, reason: string, message: string): Plan => ({
  answer: problemAnswer({ status: 400, reason, message }),
  reason: message,
  organizationId,
});

/** The 400 answer if the organization already has a subscription for one of the products. */
export const alreadyExists = (organizationId: string): Plan =>
  refusedWith(organizationId, "DUPLICATE_RECORD", "Record already exists");

/** The path of an `oAuthTokenExpiry` that is missing or too much. */
export const flawOfExpiry = (
  { securityPolicy }: Pick<Subscription, "securityPolicy">,
  { oAuthTokenExpiry }: SubscriptionSwitches,
): { field: string; reason: "MISSING_FIELD" | "INVALID_DATA" }[] => {
  const config = oAuthConfigOf(securityPolicy);
  const field = "securityPolicy.config.oAuthTokenExpiry";
  if (config === undefined || oAuthTokenExpiry === "optional") return [];
  const isGiven = config.oAuthTokenExpiry !== undefined;
  if (oAuthTokenExpiry === "required") return isGiven ? [] : [{ field, reason: "MISSING_FIELD" }];
  return isGiven ? [{ field, reason: "INVALID_DATA" }] : [];
};

const newSubscription = (body: CreateBody, { now, switches }: SubscriptionContext): Subscription => {
  const { defaultScope } = switches();
  const createdOn = now();
  const { healthCheckUrl, retryPolicy = {}, notificationScope = defaultScope, ...sent } = body;
  return scheduled(
    {
      ...sent,
      webhookId: randomUUID(),
      ...(healthCheckUrl !== undefined && { healthCheckUrl }),
      notificationScope,
      retryPolicy: retryPolicySchema.parse(retryPolicy),
      status: switches().firstStatus,
      createdOn,
    },
    createdOn,
    switches(),
  );
};

/** POST of a subscription. */
export const handleCreate: SubscriptionHandler = (context, request) => {
  const decoded = decodeBody(createBodySchema, request.body);
  if ("flaws" in decoded) return refused(decoded.flaws);
  const { body } = decoded;
  const { organizationId } = body;
  const { signingKeyRequired, duplicates } = context.switches();

  const expiryFlaws = flawOfExpiry(body, context.switches());
  if (expiryFlaws.length > 0) return refused(expiryFlaws, organizationId);
  const unknown = unknownProducts(body.products, context.productsOf(organizationId));
  if (unknown.length > 0) {
    return refused(
      unknown.map((field) => ({ field, reason: "INVALID_DATA" })),
      organizationId,
    );
  }
  if (signingKeyRequired && !context.hasSigningKey(organizationId)) {
    return refusedWith(organizationId, "KEY_NOT_FOUND", "No digital signature key exists for the organization");
  }
  if (hasRival(body, context.store.all(), duplicates)) return alreadyExists(organizationId);

  const subscription = newSubscription(body, context);
  return {
    answer: jsonAnswer(201, context.write(subscription, "POST")),
    organizationId,
    commit: () => context.put(subscription),
  };
};
