import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createPluginSite } from "../support/plugin-site.js";
import { type Bag, ProviderFailure } from "../support/provider-client.js";
import { createAuthority } from "./certificates.js";
import { type Observation, observeCreate, type Verbs } from "./observe.js";
import { type ObservedSubscription, observeSubscriptionFaults } from "./observe-subscription.js";
import { CERTIFICATE_FAULTS } from "./observe-certificate.js";
import { SUBSCRIPTION_FAULTS } from "./subscription-faults.js";
import { testSubscriptionFaults } from "./test-subscriptions.js";

// Faults of the tables that are met through the handlers, too: the engine must be told the same. Those that the client meets by
// sending a request again don't reach the plugin.

/** Each at every request of every run. */
const EVERYWHERE = ["status 403", "status 404 of a gateway", "200 with HTML"];
const SUBSCRIPTIONS = SUBSCRIPTION_FAULTS.filter(
  ({ name, request, expected, isTimedOut }) =>
    !isTimedOut && expected.sent === 1 && (request === "CREATE_SUBSCRIPTION" || EVERYWHERE.includes(name)),
);

let engine: EngineLog;
const started: { stop: () => Promise<void> }[] = [];
const start = async (platform: Platform): Promise<PluginProcess> => {
  const config = { host: platform.origin, authentication: "none" };
  const plugin = await startPlugin({ config, engineAddress: engine.address });
  started.push(plugin);
  return plugin;
};
beforeAll(async () => {
  engine = await startEngineLog();
});
afterAll(async () => {
  await Promise.all(started.map(({ stop }) => stop()));
  await engine.stop();
});

test("every request of a run meets a fault", () => {
  const met = new Set(SUBSCRIPTIONS.map(({ operation, request, after }) => `${operation} ${request} ${after}`));
  const all = new Set(SUBSCRIPTION_FAULTS.map(({ operation, request, after }) => `${operation} ${request} ${after}`));
  expect(met).toEqual(all);
});

describe("a request for a key with a fault, in the native plugin", () => {
  const observed = new Map<string, Observation>();
  /** A half-made key in the form that the handlers throw. */
  const verbsOf = (plugin: PluginProcess, name: string): Verbs => ({
    create: (inputs) =>
      plugin.create(`WebhookSigningKey ${name}`, inputs as Bag).catch((error: unknown) => {
        throw error instanceof ProviderFailure ? Object.assign(new Error(error.message), error.half) : error;
      }),
    diff: async (id, olds, news) => {
      const { changes, replaces } = await plugin.diff(`WebhookSigningKey ${name}`, id, olds as Bag, news as Bag);
      return { changes: changes === 2, replaces: [...replaces] };
    },
  });
  beforeAll(async () => {
    const platform = await startPlatform();
    const plugin = await start(platform);
    const authority = createAuthority("unused");
    for (const [index, fault] of CERTIFICATE_FAULTS.entries()) {
      const organizationId = `fault-${index}`;
      const site = await fault.arrange({ platform, organizationId, trusted: authority, untrusted: authority });
      observed.set(fault.name, await observeCreate(verbsOf(plugin, organizationId), { organizationId }, site));
      await site.close();
    }
    await platform.close();
  });

  test.each(CERTIFICATE_FAULTS)("$name: $expected.outcome", ({ name, expected, says }) => {
    expect(observed.get(name)).toMatchObject({ ...expected, isInStepAtTheEnd: true });
    expect(observed.get(name)?.text).toMatch(says);
  });
});

describe("a request about a subscription with a fault, in the native plugin", () => {
  let all: readonly ObservedSubscription[];
  beforeAll(async () => {
    let processes: Promise<[PluginProcess, PluginProcess]> | undefined;
    all = await observeSubscriptionFaults(SUBSCRIPTIONS, async (platform, organizationId) => {
      processes ??= Promise.all([start(platform), start(platform)]);
      return createPluginSite(`WebhookSubscription ${organizationId}`, await processes, engine);
    });
  });

  testSubscriptionFaults(SUBSCRIPTIONS, () => all);
});
