import { setTimeout } from "node:timers/promises";
import { createConnections } from "../connection/connection.js";
import { type SettingSources } from "../connection/settings.js";
import { type RESOURCE_TABLES } from "./all-tables.js";
import { createEncryptionKeyHandlers } from "./encryption-key/handlers.js";
import { createKeyHandlers, type Handlers } from "./key/handlers.js";
import { type Notify } from "./notices.js";
import { OAUTH_CREDENTIAL } from "./oauth-credential/key-kind.js";
import { SIGNING_KEY } from "./signing-key/key-kind.js";
import { type NoticePlace } from "./subscription/notices.js";
import { type ThisProcess } from "./subscription/run-process.js";
import { type RunSources } from "./subscription/shared-notes.js";
import { createVerificationKeysHandlers } from "./verification-keys/handlers.js";

/** What the verbs of a provider process take from outside: both shells, `seam/` and `plugin/`, have their own. */
export interface ProcessSources {
  readonly settings: SettingSources;
  readonly now: () => Date;
  readonly newCorrelationId: () => string;
  readonly notify: Notify;
  readonly notices: Omit<NoticePlace, "notify">;
  readonly run: Pick<RunSources, "engineAddress" | "atExit"> & { readonly process: ThisProcess };
  /** The URN of the resource that a verb is about. Default: it isn't known. */
  readonly resource?: () => string | undefined;
}

/** Loads something at the first call, and only once. */
const lazily = <Value>(load: () => Promise<Value>): (() => Promise<Value>) => {
  let loaded: Promise<Value> | undefined;
  return () => (loaded ??= load());
};

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

/** The verbs of every resource of one provider process, by the name of the resource's module. */
export const createAllHandlers = ({
  settings,
  now,
  newCorrelationId,
  notify,
  notices,
  run,
  resource,
}: ProcessSources): Readonly<Record<keyof typeof RESOURCE_TABLES, Handlers>> => {
  const connections = createConnections(settings, now, (line) => void notify(line, "warning"));
  /** One client for all resources: its limits apply to the whole run. */
  const loadApiClient = lazily(async () => (await import("../api/client.js")).createApiClient({ now }));
  const loadRequestSources = async () => ({ client: await loadApiClient(), now, newCorrelationId });
  const common = { now, notify, connections, resource };
  const keySources = {
    ...common,
    loadClient: lazily(async () => (await import("../api/keys.js")).createKeysClient(await loadRequestSources())),
  };

  return {
    "webhook-signing-key": createKeyHandlers(SIGNING_KEY, keySources),
    "webhook-oauth-credential": createKeyHandlers(OAUTH_CREDENTIAL, keySources),
    "webhook-encryption-key": createEncryptionKeyHandlers({
      ...common,
      loadClient: lazily(async () =>
        (await import("../api/certificates.js")).createCertificatesClient(await loadRequestSources()),
      ),
    }),
    "webhook-verification-keys": createVerificationKeysHandlers(common),
    "webhook-subscription": lazyHandlers(async () => {
      const { createSubscriptionHandlers } = await import("./subscription/handlers.js");
      const { runProcess } = await import("./subscription/run-process.js");
      const { createSharedNotes } = await import("./subscription/shared-notes.js");
      return createSubscriptionHandlers({
        ...notices,
        notify,
        connections,
        resource,
        loadClient: lazily(async () =>
          (await import("../api/subscriptions.js")).createSubscriptionsClient(await loadRequestSources()),
        ),
        newMark: newCorrelationId,
        sharedNotes: createSharedNotes({ ...runProcess(run.process), ...run, now }),
        pause: async (attempt) => setTimeout((await import("../api/client.js")).exponentialBackoffMs(attempt)),
      });
    }),
  };
};
