import { compared, createdFirst, END, registeredLast, START, STATE } from "./common-steps.js";
import { type SubscriptionOperation } from "./subscription-operations.js";

/** One request about a subscription, and what the local platform does at one that changes something. */
const exchanged = (name: string, isChange = false): string[] => [
  `provider sends ${name}`,
  `platform receives ${name}`,
  ...(isChange ? [`platform carries out ${name}`, `platform has carried out ${name}`] : []),
  `provider is answered ${name}`,
];

const CREATED_SUBSCRIPTION = [
  ...exchanged("a list request"),
  ...exchanged("a POST request", true),
  ...exchanged("a PUT request", true),
  ...exchanged("a GET request"),
  "provider answers create WebhookSubscription",
];

const CHECKED_SUBSCRIPTION = [
  "provider receives check WebhookSubscription",
  "provider answers check WebhookSubscription",
];

const DELETED_SUBSCRIPTION = [
  "provider receives delete WebhookSubscription",
  ...exchanged("a DELETE request", true),
  "provider answers delete WebhookSubscription",
  ...STATE,
];

export const SUBSCRIPTION_STEPS: Readonly<Record<SubscriptionOperation, readonly string[]>> = {
  create: [
    ...createdFirst("WebhookSubscription"),
    ...CREATED_SUBSCRIPTION,
    ...STATE,
    ...registeredLast("WebhookSubscription"),
    ...END,
  ],
  update: [
    ...START,
    "program is answered registerResource Stack",
    "program sends registerResource WebhookSubscription",
    "provider starts",
    ...compared("WebhookSubscription"),
    ...STATE,
    "provider receives update WebhookSubscription",
    ...exchanged("a GET request"),
    ...exchanged("a PATCH request", true),
    ...exchanged("a PUT request", true),
    ...exchanged("a GET request"),
    "provider answers update WebhookSubscription",
    ...STATE,
    ...registeredLast("WebhookSubscription"),
    ...END,
  ],
  delete: [
    ...START,
    "program is answered registerResource Stack",
    "program sends registerResourceOutputs Stack",
    "program is answered registerResourceOutputs Stack",
    "program sends signalAndWaitForShutdown",
    ...STATE,
    "provider starts",
    ...DELETED_SUBSCRIPTION,
    ...STATE,
    ...STATE,
    ...STATE,
    "program is answered signalAndWaitForShutdown",
  ],
  replace: [
    ...START,
    "program is answered registerResource Stack",
    "program sends registerResource WebhookSubscription",
    "provider starts",
    ...CHECKED_SUBSCRIPTION,
    ...CHECKED_SUBSCRIPTION,
    ...STATE,
    ...DELETED_SUBSCRIPTION,
    ...STATE,
    "provider receives create WebhookSubscription",
    ...CREATED_SUBSCRIPTION,
    ...STATE,
    ...registeredLast("WebhookSubscription"),
    ...END,
  ],
};
