import { type SubscriptionOptions, type SubscriptionSwitches } from "./options.js";
import { type Subscription, type SubscriptionStatus } from "./subscription.js";
import { writeUrl } from "./write-url.js";

/** In the guide's examples, the time in the answer to GET is a few milliseconds later than in the answer to POST. */
const LATER_MS = 3;

/** Which request is answered: dates differ between them. */
export type AnsweredBy = "POST" | "GET" | "PATCH";

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();

const writeDate = (date: Date, answeredBy: AnsweredBy, form: SubscriptionSwitches["dates"]): string => {
  if (form === "iso" || answeredBy === "POST") return date.toISOString();
  return new Date(date.getTime() + LATER_MS).toISOString().replace("T", " ").replace("Z", "");
};

/** A subscription that is SUSPENDED; in one reading of the specification only its notifications are. */
const writeStatus = ({ status }: Subscription, { exhausted }: SubscriptionSwitches): SubscriptionStatus =>
  status === "SUSPENDED" && exhausted === "holds-messages" ? "ACTIVE" : status;

const writeScope = ({ notificationScope: scope }: Subscription, { scopeForm }: SubscriptionSwitches): unknown =>
  typeof scope === "string" && scopeForm === "object" ? { scope } : scope;

const writeSecurityPolicy = ({ securityPolicy, webhookId }: Subscription, switches: SubscriptionSwitches): unknown => {
  const { securityType } = securityPolicy;
  const type = switches.upperCasesSecurityType ? securityType.toUpperCase() : securityType;
  if (switches.securityPolicyForm === "array") return [{ security_id: webhookId, security_type: type }];
  const extra = switches.extraMembers && { digitalSignatureEnabled: "yes", proxyType: "external" };
  if (!("config" in securityPolicy)) return { securityType: type, ...extra };
  const { oAuthURL, ...config } = securityPolicy.config;
  const tokenUrl = { [switches.oAuthUrlSpelling]: writeUrl(oAuthURL, switches) };
  return { securityType: type, config: { ...tokenUrl, ...config }, ...extra };
};

const writeRetryPolicy = ({ retryPolicy }: Subscription, switches: SubscriptionSwitches): unknown => {
  const { numbers, deactivateFlag, algorithmCase } = switches;
  return Object.fromEntries(
    Object.entries(retryPolicy).map(([name, value]) => {
      if (typeof value === "boolean") return [name, deactivateFlag === "string" ? String(value) : value];
      if (typeof value === "string") return [name, algorithmCase === "upper" ? value : capitalized(value)];
      return [name, numbers === "string" && typeof value === "number" ? String(value) : value];
    }),
  );
};

const writeProducts = ({ products }: Subscription, shape: SubscriptionSwitches["shape"]): object => {
  const [only, ...others] = products;
  // The v1 shape has room for one product.
  if (shape === "v2" || only === undefined || others.length > 0) return { products };
  return shape === "v1" ? only : { ...only, products };
};

/** A subscription as an answer has it. */
export const writeSubscription = (
  subscription: Subscription,
  answeredBy: AnsweredBy,
  switches: SubscriptionSwitches,
  rewrite: SubscriptionOptions["rewrite"],
): unknown => {
  const { webhookId, organizationId, name, description, webhookUrl, healthCheckUrl } = subscription;
  const written = {
    webhookId,
    organizationId,
    name,
    description,
    ...writeProducts(subscription, switches.shape),
    webhookUrl: writeUrl(webhookUrl, switches),
    ...(healthCheckUrl !== undefined && { healthCheckUrl: writeUrl(healthCheckUrl, switches) }),
    notificationScope: writeScope(subscription, switches),
    retryPolicy: writeRetryPolicy(subscription, switches),
    securityPolicy: writeSecurityPolicy(subscription, switches),
    status: writeStatus(subscription, switches),
    createdOn: writeDate(subscription.createdOn, answeredBy, switches.dates),
    ...(answeredBy === "PATCH" &&
      subscription.updatedOn !== undefined && {
        updatedOn: writeDate(subscription.updatedOn, answeredBy, switches.dates),
      }),
    ...(switches.extraMembers && { version: "3", deliveryType: "nrtdCentral" }),
  };
  return rewrite === undefined ? written : rewrite(structuredClone(written));
};
