import { randomUUID } from "node:crypto";
import { type dynamic } from "@pulumi/pulumi";
import { createConnections } from "../connection/connection.js";
import { createEncryptionKeyHandlers } from "../resources/encryption-key/handlers.js";
import { createKeyHandlers, type HandlerSources } from "../resources/key/handlers.js";
import { OAUTH_CREDENTIAL } from "../resources/oauth-credential/key-kind.js";
import { createNotices } from "../resources/notices.js";
import { type SettingSources } from "../connection/settings.js";
import { SIGNING_KEY } from "../resources/signing-key/key-kind.js";
import { createSubscriptionHandlers } from "../resources/subscription/handlers.js";
import { createVerificationKeysHandlers } from "../resources/verification-keys/handlers.js";

/**
 * Entry point of the provider process. Only this module reads the clock, random values, the environment and the stack's
 * configuration, and shows texts to the user. Everything else gets them as parameters.
 */

let stackConfig: (key: string) => unknown = () => undefined;

const settings: SettingSources = {
  stackConfig: (key) => {
    const value = stackConfig(key);
    return typeof value === "string" ? value : undefined;
  },
  environment: process.env,
};

const now = (): Date => new Date();

/** Pulumi passes the address of its engine to the provider process as the first argument. */
const notify = createNotices(process.argv[2], (line) => console.log(line));

/** Loads something at the first call, and only once. */
const lazily = <Value>(load: () => Promise<Value>): (() => Promise<Value>) => {
  let loaded: Promise<Value> | undefined;
  return () => (loaded ??= load());
};

const requestSources = { now, newCorrelationId: randomUUID };

const sources: HandlerSources = {
  now,
  notify,
  connections: createConnections(settings, now, (line) => void notify(line, "warning")),
  loadClient: lazily(async () => (await import("../api/keys.js")).createKeysClient(requestSources)),
};

/**
 * Stores the stack's configuration. It is synchronous, because Pulumi uses the provider without waiting for a promise. It
 * never fails, so that previews and refreshes work without credentials.
 */
export const configure = ({ config }: dynamic.ConfigureRequest): void => {
  stackConfig = (key) => config.get(key);
};

export const webhookSigningKey = createKeyHandlers(SIGNING_KEY, sources);
export const webhookOAuthCredential = createKeyHandlers(OAUTH_CREDENTIAL, sources);
export const webhookEncryptionKey = createEncryptionKeyHandlers({
  ...sources,
  loadClient: lazily(async () => (await import("../api/certificates.js")).createCertificatesClient(requestSources)),
});
export const webhookVerificationKeys = createVerificationKeysHandlers(sources);
export const webhookSubscription = createSubscriptionHandlers({
  notify,
  connections: sources.connections,
  loadClient: lazily(async () => (await import("../api/subscriptions.js")).createSubscriptionsClient(requestSources)),
});
