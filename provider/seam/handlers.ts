import { randomUUID } from "node:crypto";
import { type dynamic } from "@pulumi/pulumi";
import { createConnections } from "../connection/connection.js";
import { createEncryptionKeyHandlers } from "../resources/encryption-key/handlers.js";
import { createKeyHandlers, type Handlers, type HandlerSources } from "../resources/key/handlers.js";
import { OAUTH_CREDENTIAL } from "../resources/oauth-credential/key-kind.js";
import { createNotices } from "../resources/notices.js";
import { type SettingSources } from "../connection/settings.js";
import { SIGNING_KEY } from "../resources/signing-key/key-kind.js";
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

/** One client for all resources: its limits apply to the whole run. */
const loadApiClient = lazily(async () => (await import("../api/client.js")).createApiClient({ now }));
const loadRequestSources = async () => ({ client: await loadApiClient(), now, newCorrelationId: randomUUID });

const sources: HandlerSources = {
  now,
  notify,
  connections: createConnections(settings, now, (line) => void notify(line, "warning")),
  loadClient: lazily(async () => (await import("../api/keys.js")).createKeysClient(await loadRequestSources())),
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
  loadClient: lazily(async () =>
    (await import("../api/certificates.js")).createCertificatesClient(await loadRequestSources()),
  ),
});
export const webhookVerificationKeys = createVerificationKeysHandlers(sources);

/** Handlers whose modules are loaded at the first call: a program without the resource doesn't load them. */
const lazyHandlers = (create: () => Promise<Handlers>): Handlers => {
  const load = lazily(create);
  return {
    check: async (olds, news) => (await load()).check(olds, news),
    diff: async (id, olds, news) => (await load()).diff(id, olds, news),
    create: async (inputs) => (await load()).create(inputs),
    read: async (id, props) => (await load()).read(id, props),
    update: async (id, olds, news) => (await load()).update(id, olds, news),
    delete: async (id, props) => (await load()).delete(id, props),
  };
};

export const webhookSubscription = lazyHandlers(async () => {
  const { createSubscriptionHandlers } = await import("../resources/subscription/handlers.js");
  return createSubscriptionHandlers({
    notify,
    connections: sources.connections,
    loadClient: lazily(async () =>
      (await import("../api/subscriptions.js")).createSubscriptionsClient(await loadRequestSources()),
    ),
  });
});
