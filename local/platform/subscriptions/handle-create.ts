import { randomUUID } from "node:crypto";
import { jsonAnswer } from "../answer.js";
import { type SubscriptionContext, type SubscriptionHandler } from "./context.js";
import { flawsBySwitch } from "./flaws-by-switch.js";
import { inDocumentedForm } from "./older-forms.js";
import { scheduled } from "./schedule.js";
import { type Plan, problemAnswer, refused } from "./plan.js";
import { retryPolicySchema } from "./policies.js";
import { isEncrypted, unknownProducts } from "./products.js";
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

/** The 400 answer for an encrypted event of an organization without an encryption key, if it needs one. */
export const encryptionRefusal = (
  { organizationId, products }: Pick<Subscription, "organizationId" | "products">,
  { switches, productsOf, hasEncryptionKey }: SubscriptionContext,
): Plan | undefined => {
  if (!switches().encryptionKeyRequired || hasEncryptionKey(organizationId)) return undefined;
  const known = productsOf(organizationId);
  const isAsked = products.some(({ productId, eventTypes }) =>
    eventTypes.some((eventType) => isEncrypted(known, productId, eventType)),
  );
  if (!isAsked) return undefined;
  return refusedWith(organizationId, "KEY_NOT_FOUND", "No encryption key exists for the organization");
};

const newSubscription = (body: CreateBody, { now, switches }: SubscriptionContext): Subscription => {
  const { defaultScope } = switches();
  const createdOn = now();
  const { healthCheckUrl, deactivateflag, retryPolicy = {}, notificationScope = defaultScope, ...sent } = body;
  return scheduled(
    {
      ...sent,
      webhookId: randomUUID(),
      ...(healthCheckUrl !== undefined && { healthCheckUrl }),
      ...(deactivateflag !== undefined && { deactivateflag }),
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
  const switches = context.switches();
  const received = inDocumentedForm(request.body, switches);
  const decoded = decodeBody(createBodySchema, received, switches.undocumentedMembers === "ignored");
  if ("flaws" in decoded) return refused(decoded.flaws);
  const { body } = decoded;
  const { organizationId } = body;
  const { signingKeyRequired, duplicates, unavailableProducts } = switches;

  const flaws = flawsBySwitch(body, received, switches);
  if (flaws.length > 0) return refused(flaws, organizationId);
  const isRefused = unavailableProducts === "refused";
  const unknown = isRefused ? unknownProducts(body.products, context.productsOf(organizationId)) : [];
  if (unknown.length > 0) {
    return refused(
      unknown.map((field) => ({ field, reason: "INVALID_DATA" })),
      organizationId,
    );
  }
  if (signingKeyRequired && !context.hasSigningKey(organizationId)) {
    return refusedWith(organizationId, "KEY_NOT_FOUND", "No digital signature key exists for the organization");
  }
  const unencryptable = encryptionRefusal(body, context);
  if (unencryptable !== undefined) return unencryptable;
  if (hasRival(body, context.store.all(), duplicates)) return alreadyExists(organizationId);

  const subscription = newSubscription(body, context);
  return {
    answer: jsonAnswer(201, context.write(subscription, "POST")),
    organizationId,
    commit: () => context.put(subscription),
  };
};

/** POST of a subscription on the older route, which has the form of v1. By default it isn't served. */
export const handleCreateV1: SubscriptionHandler = (context, request) =>
  context.switches().v1Requests === "accepted"
    ? handleCreate(context, request)
    : { answer: jsonAnswer(404, { message: "The requested resource does not exist" }), reason: "not-found" };
