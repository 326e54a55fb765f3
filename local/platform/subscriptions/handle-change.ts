import { jsonAnswer } from "../answer.js";
import { type SubscriptionContext, type SubscriptionHandler } from "./context.js";
import { flawsBySwitch } from "./flaws-by-switch.js";
import { alreadyExists, encryptionRefusal } from "./handle-create.js";
import { mergedPolicy, mergedProducts } from "./merge.js";
import { inDocumentedForm } from "./older-forms.js";
import { type SubscriptionSwitches } from "./options.js";
import { notFound, refused } from "./plan.js";
import { retryPolicySchema } from "./policies.js";
import { unknownProducts } from "./products.js";
import { type ChangeBody, changeBodySchema, decodeBody } from "./request-bodies.js";
import { hasRival } from "./rivals.js";
import { scheduled } from "./schedule.js";
import { type Subscription, urlsOf } from "./subscription.js";

const isMerged = ({ patchInside }: SubscriptionSwitches): boolean => patchInside === "merge";

const retryPolicyAfter = (
  { retryPolicy: before }: Subscription,
  { retryPolicy: sent }: ChangeBody,
  switches: SubscriptionSwitches,
): Subscription["retryPolicy"] => {
  if (sent === undefined || switches.patchRetryPolicy !== "taken") return before;
  return retryPolicySchema.parse(isMerged(switches) ? { ...before, ...sent } : sent);
};

/** Whether a URL of the change has to be reviewed. */
const isReviewed = (
  before: Subscription,
  after: Subscription,
  sent: ChangeBody,
  { patchReview }: SubscriptionSwitches,
) => {
  if (patchReview === "never") return false;
  if (patchReview === "changed-url") return urlsOf(after).some((url, index) => url !== urlsOf(before)[index]);
  const hasOAuthUrl = sent.securityPolicy !== undefined && "config" in sent.securityPolicy;
  return sent.webhookUrl !== undefined || sent.healthCheckUrl !== undefined || hasOAuthUrl;
};

const statusAfter = (before: Subscription, after: Subscription, sent: ChangeBody, switches: SubscriptionSwitches) => {
  if (isReviewed(before, after, sent, switches)) return "PENDING_REVIEW";
  const isUnblocked = before.status === "BLOCKED" && urlsOf(after).some((url, index) => url !== urlsOf(before)[index]);
  return isUnblocked ? "INACTIVE" : before.status;
};

const changed = (before: Subscription, sent: ChangeBody, { switches, now }: SubscriptionContext): Subscription => {
  const { name, description, webhookUrl, notificationScope, healthCheckUrl, products, securityPolicy, deactivateflag } =
    sent;
  const settings = switches();
  const after: Subscription = {
    ...before,
    name: name ?? before.name,
    description: description ?? before.description,
    webhookUrl: webhookUrl ?? before.webhookUrl,
    ...(healthCheckUrl !== undefined && { healthCheckUrl }),
    ...(deactivateflag !== undefined && { deactivateflag }),
    notificationScope: notificationScope ?? before.notificationScope,
    products: mergedProducts(before.products, products, isMerged(settings)),
    securityPolicy: mergedPolicy(before.securityPolicy, securityPolicy, isMerged(settings)),
    retryPolicy: retryPolicyAfter(before, sent, settings),
    updatedOn: now(),
  };
  const status = statusAfter(before, after, sent, settings);
  const isDisturbed = status !== before.status || after.healthCheckUrl !== before.healthCheckUrl;
  const next = { ...after, status };
  // A new URL restarts a review that is in progress. Other schedules continue.
  return isDisturbed || isReviewed(before, after, sent, settings) ? scheduled(next, now(), settings) : next;
};

/** PATCH of a subscription. */
export const handleChange: SubscriptionHandler = (context, { webhookId, body }) => {
  const settings = context.switches();
  const received = inDocumentedForm(body, settings);
  const decoded = decodeBody(changeBodySchema, received, settings.undocumentedMembers === "ignored");
  if ("flaws" in decoded) return refused(decoded.flaws);
  const before = context.store.get(webhookId);
  if (before === undefined) return notFound();
  const { organizationId } = before;
  const sent = decoded.body;
  const isRefused = settings.unavailableProducts === "refused";

  const fields = [
    ...(sent.organizationId !== undefined && sent.organizationId !== organizationId ? ["organizationId"] : []),
    ...(sent.retryPolicy !== undefined && settings.patchRetryPolicy === "refused" ? ["retryPolicy"] : []),
    ...(isRefused ? unknownProducts(sent.products ?? [], context.productsOf(organizationId)) : []),
  ];
  const flaws = fields.map((field) => ({ field, reason: "INVALID_DATA" as const }));
  const after = changed(before, sent, context);
  // What the request leaves out may be there already: the policy that results from it is what counts.
  const whole = sent.securityPolicy === undefined ? sent : { ...sent, securityPolicy: after.securityPolicy };
  const more = flawsBySwitch(whole, received, settings);
  if (flaws.length + more.length > 0) return refused([...flaws, ...more], organizationId);
  const unencryptable = sent.products === undefined ? undefined : encryptionRefusal(after, context);
  if (unencryptable !== undefined) return unencryptable;
  if (hasRival(after, context.store.all(), settings.duplicates)) return alreadyExists(organizationId);
  return {
    answer: jsonAnswer(200, context.write(after, "PATCH")),
    organizationId,
    commit: () => context.put(after),
  };
};
