import { input, type ResourceTable } from "../table.js";
import { canBeToken } from "../../url-token.js";

/** Defaults that create sends when the program leaves the input out; they are never compared afterwards. */
export const DEFAULT_NOTIFICATION_SCOPE = "SELF";
export const DEFAULT_SECURITY_POLICY = { securityType: "key" } as const;

const PRODUCTS_TYPE = "{ productId, eventTypes }[]";
const RETRY_POLICY_TYPE =
  "{ algorithm?, firstRetry?, interval?, numberOfRetries?, deactivateFlag?, repeatSequenceCount?, repeatSequenceWaitTime? }";
const SECURITY_POLICY_TYPE = "{ securityType, config? }";
const OWN_NAME = "the project, the stack and the resource's name, joined by hyphens";

export const WEBHOOK_SUBSCRIPTION = {
  name: "WebhookSubscription",
  meaning:
    "A subscription: the platform delivers the events of these products to your receiver. It's read, changed and deleted through the API.",
  inputs: {
    organizationId: input({
      type: "string",
      meaning: "Organization, or merchant, whose events are delivered.",
      isRequired: true,
      onChange: "replace",
    }),
    webhookUrl: input({
      type: "string",
      meaning:
        "URL of your receiver: https, without a user name or password. A review by the platform may follow a change.",
      isRequired: true,
      canBeSecret: canBeToken,
      onChange: "update",
    }),
    healthCheckUrl: input({
      type: "string",
      meaning:
        "URL that answers GET and POST with 200 while your receiver is healthy: https. The platform activates the subscription when it does.",
      canBeSecret: canBeToken,
      onChange: "update",
    }),
    products: input({
      type: PRODUCTS_TYPE,
      meaning: "Products, each with the events to deliver, at least one. Their order doesn't matter.",
      isRequired: true,
      onChange: "update",
    }),
    name: input({ type: "string", meaning: "Name of the subscription.", default: OWN_NAME, onChange: "update" }),
    description: input({ type: "string", meaning: "What it is for.", default: OWN_NAME, onChange: "update" }),
    notificationScope: input({
      type: "string",
      meaning: "`SELF`, or `DESCENDANTS` for the organizations below this one as well.",
      default: `\`${DEFAULT_NOTIFICATION_SCOPE}\``,
      onChange: "update",
    }),
    retryPolicy: input({
      type: RETRY_POLICY_TYPE,
      meaning: "When the platform retries a delivery. Times are in minutes.",
      default: "that of the platform",
      onChange: "update",
    }),
    securityPolicy: input({
      type: SECURITY_POLICY_TYPE,
      meaning:
        "How the platform authenticates itself: `key`, `oAuth` or `oAuth_JWT`, with the token server in `config`. `config.additionalConfig.keyId` pins an OAuth credential.",
      default: '`{ securityType: "key" }`',
      canBeSecret: () => true,
      onChange: "update",
    }),
    active: input({
      type: "boolean",
      meaning: "Whether the platform delivers. It is set as soon as the platform's review allows it.",
      default: "`true`",
      onChange: "update",
    }),
    connection: input({
      type: "string",
      meaning:
        "Name of a connection in the stack's configuration. If the stack's configuration names another host for it, that replaces the resource.",
      default: "`default`",
      onChange: "update",
    }),
    adopt: input({
      type: "string",
      meaning: "`webhookId` of a subscription that exists, to bring under Pulumi without a change.",
      onChange: "nothing",
    }),
  },
  outputs: {
    webhookId: { type: "string", meaning: "Identifier of the subscription, also the resource's id.", isSecret: false },
    status: {
      type: "string",
      meaning: "`ACTIVE`, `INACTIVE`, `PENDING_REVIEW`, `BLOCKED` or `SUSPENDED`, as of the last run.",
      isSecret: false,
    },
    readError: {
      type: "string",
      meaning:
        "Code of the error because of which the last refresh couldn't read it. Absent if it was read. The next `up` reads it again.",
      isSecret: false,
      isOptional: true,
    },
    createdOn: {
      type: "string",
      meaning: "When it was created, as the service writes it.",
      isSecret: false,
      isOptional: true,
    },
    host: { type: "string", meaning: "Host that holds it.", isSecret: false },
    connection: { type: "string", meaning: "Connection through which it is read and deleted.", isSecret: false },
    organizationId: { type: "string", meaning: "As sent.", isSecret: false },
    name: { type: "string", meaning: "As the service returns it.", isSecret: false, isOptional: true },
    description: { type: "string", meaning: "As the service returns it.", isSecret: false, isOptional: true },
    products: { type: PRODUCTS_TYPE, meaning: "As the service returns it.", isSecret: false },
    webhookUrl: {
      type: "string",
      meaning: "As the service returns it. Secret if the input is, if it has a query, or if the program leaves it out.",
      isSecret: false,
    },
    healthCheckUrl: {
      type: "string",
      meaning: "As the service returns it. Secret if the input is, if it has a query, or if the program leaves it out.",
      isSecret: false,
      isOptional: true,
    },
    notificationScope: { type: "string", meaning: "As the service returns it.", isSecret: false, isOptional: true },
    retryPolicy: { type: RETRY_POLICY_TYPE, meaning: "As the service returns it.", isSecret: false, isOptional: true },
    securityPolicy: {
      type: SECURITY_POLICY_TYPE,
      meaning: "As the service returns it.",
      isSecret: true,
      isOptional: true,
    },
    applied: {
      type: "{ sent, answered }",
      meaning: "What the program last sent, and what the service answered to it: changes are found by comparing both.",
      isSecret: true,
    },
  },
} satisfies ResourceTable;
