import { type KeyOperation } from "./key-operations.js";
import { type CrashPoint, type Role } from "./site.js";
import { type SubscriptionOperation } from "./subscription-operations.js";

const created = (kind: string): string[] => [
  `provider receives check ${kind}`,
  `provider answers check ${kind}`,
  "engine writes the state",
  "engine has written the state",
  `provider receives create ${kind}`,
];

const compared = (kind: string): string[] => [
  `provider receives check ${kind}`,
  `provider answers check ${kind}`,
  `provider receives diff ${kind}`,
  `provider answers diff ${kind}`,
];

const REQUEST = [
  "provider sends a request",
  "platform receives a request",
  "platform makes a key",
  "platform has made a key",
  "provider is answered a request",
];

const STATE = ["engine writes the state", "engine has written the state"];

const START = ["engine starts", "program starts", "program sends registerResource Stack"];

/**
 * The steps of each operation in order, which never changes: first the key, then the resource that depends on it. The
 * Pulumi CLI takes the same steps, but those of the engine itself can't be observed.
 */
export const KEY_STEPS: Readonly<Record<KeyOperation, readonly string[]>> = {
  create: [
    ...START,
    ...STATE,
    ...STATE,
    "program is answered registerResource Stack",
    "program sends registerResource WebhookSigningKey",
    ...STATE,
    "provider starts",
    ...STATE,
    ...created("WebhookSigningKey"),
    ...REQUEST,
    "provider answers create WebhookSigningKey",
    ...STATE,
    "program is answered registerResource WebhookSigningKey",
    "program sends registerResource WebhookVerificationKeys",
    ...created("WebhookVerificationKeys"),
    "provider answers create WebhookVerificationKeys",
    ...STATE,
    "program is answered registerResource WebhookVerificationKeys",
    "program sends registerResourceOutputs Stack",
    "program is answered registerResourceOutputs Stack",
    "program sends signalAndWaitForShutdown",
    ...STATE,
    "program is answered signalAndWaitForShutdown",
    ...STATE,
  ],
  renew: [
    ...START,
    "program is answered registerResource Stack",
    "program sends registerResource WebhookSigningKey",
    "provider starts",
    ...compared("WebhookSigningKey"),
    ...created("WebhookSigningKey"),
    ...REQUEST,
    "provider answers create WebhookSigningKey",
    ...STATE,
    "program is answered registerResource WebhookSigningKey",
    "program sends registerResource WebhookVerificationKeys",
    ...compared("WebhookVerificationKeys"),
    ...STATE,
    "provider receives update WebhookVerificationKeys",
    "provider answers update WebhookVerificationKeys",
    ...STATE,
    "program is answered registerResource WebhookVerificationKeys",
    "program sends registerResourceOutputs Stack",
    "program is answered registerResourceOutputs Stack",
    "program sends signalAndWaitForShutdown",
    ...STATE,
    "provider receives delete WebhookSigningKey",
    "provider answers delete WebhookSigningKey",
    ...STATE,
    ...STATE,
    "program is answered signalAndWaitForShutdown",
    ...STATE,
  ],
};

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

const REGISTERED_SUBSCRIPTION = [
  "program is answered registerResource WebhookSubscription",
  "program sends registerResourceOutputs Stack",
  "program is answered registerResourceOutputs Stack",
  "program sends signalAndWaitForShutdown",
];

export const SUBSCRIPTION_STEPS: Readonly<Record<SubscriptionOperation, readonly string[]>> = {
  create: [
    ...START,
    ...STATE,
    ...STATE,
    "program is answered registerResource Stack",
    "program sends registerResource WebhookSubscription",
    ...STATE,
    "provider starts",
    ...STATE,
    ...created("WebhookSubscription"),
    ...CREATED_SUBSCRIPTION,
    ...STATE,
    ...REGISTERED_SUBSCRIPTION,
    ...STATE,
    "program is answered signalAndWaitForShutdown",
    ...STATE,
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
    ...REGISTERED_SUBSCRIPTION,
    ...STATE,
    "program is answered signalAndWaitForShutdown",
    ...STATE,
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
    ...REGISTERED_SUBSCRIPTION,
    ...STATE,
    "program is answered signalAndWaitForShutdown",
    ...STATE,
  ],
};

const isOfEngine = (event: string): boolean => event.startsWith("engine ");

/** The steps that can be observed on the Pulumi CLI, whose process can't load the preload. */
export const reachableOnCli = (steps: readonly string[]): string[] => steps.filter((event) => !isOfEngine(event));

const ROLES: readonly Role[] = ["program", "provider", "engine", "platform"];

/**
 * Where each process is killed: at every step after its start. Only the engine is killed at the engine's internal
 * steps, and the local platform is killed only during requests, because at other times no client is connected to it.
 */
export const crashPoints = (steps: readonly string[]): CrashPoint[] => {
  const requested = steps.findIndex((event) => event.startsWith("provider sends ")) - 1;
  const answered = steps.findLastIndex((event) => event.startsWith("provider is answered ")) + 1;
  const isPoint = (victim: Role, index: number, event: string): boolean => {
    if (victim === "platform") return index >= requested && index <= answered;
    if (isOfEngine(event)) return victim === "engine";
    return index >= steps.indexOf(`${victim} starts`);
  };
  return steps.flatMap((event, index) => {
    const occurrence = steps.slice(0, index + 1).filter((other) => other === event).length;
    return ROLES.filter((victim) => isPoint(victim, index, event)).map((victim) => ({ victim, event, occurrence }));
  });
};

/** Describes a point, for test names. */
export const titleOf = ({ victim, event, occurrence }: CrashPoint): string =>
  `the ${victim}, when ${event}${occurrence === 1 ? "" : ` (${occurrence})`}`;
