import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { providerText } from "../../provider/seam/provider-text.js";
import { startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { type Bag } from "../support/provider-client.js";
import { startProvider } from "../support/provider-process.js";
import { isSecret, secret, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN } from "./wire.js";

const RESOURCE = "WebhookSubscription orders";
const HEALTH = "https://hooks.example.com/health?t=TOKEN";
const marked = (value: string): Bag => ({ [SIGNATURE_KEY]: SECRET_SIGNATURE, value });
const base = {
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
};

/** The verbs of a shell, as the engine calls them. */
interface Shell {
  readonly create: (news: Bag) => Promise<{ id: string; outs: Bag }>;
  readonly read: (id: string, olds: Bag) => Promise<Bag>;
  readonly update: (id: string, olds: Bag, news: Bag) => Promise<Bag>;
}

let platform: Platform;
let stops: (() => Promise<void>)[] = [];
const shells: Record<string, () => Promise<Shell>> = {
  native: async () => {
    const plugin = await startPlugin({ config: { host: platform.origin, authentication: "none" } });
    stops.push(plugin.stop);
    return {
      create: async (news) => plugin.create(RESOURCE, news),
      read: async (id, olds) => (await plugin.read(RESOURCE, id, olds)).outs,
      update: async (id, olds, news) => plugin.update(RESOURCE, id, olds, news),
    };
  },
  dynamic: async () => {
    const config = { "cybersource-webhooks:host": platform.origin, "cybersource-webhooks:authentication": "none" };
    const text = providerText("webhook-subscription");
    const provider = await startProvider({ text, folder: createScratch("urls"), config });
    stops.push(provider.stop);
    // Pulumi passes no marks to a dynamic provider.
    const bare = (bag: Bag): Bag =>
      Object.fromEntries(
        Object.entries(bag).map(([name, value]) => [name, isSecret(value) ? (secret(value) as string) : value]),
      );
    return {
      create: async (news) => provider.create({ ...bare(news), __ownName: "own" }),
      read: async (id, olds) => (await provider.read(id, bare(olds))).props,
      update: async (id, olds, news) => provider.update(id, bare(olds), bare(news)),
    };
  },
};

beforeAll(async () => {
  platform = await startPlatform({ subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } });
});
afterAll(async () => {
  await Promise.all(stops.map(async (stop) => stop()));
  stops = [];
  await platform.close();
});

describe.each(Object.keys(shells))("in the %s shell, a URL of a subscription", (name) => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await (shells[name] as () => Promise<Shell>)();
  });

  test("stays secret when the program drops it, over updates and refreshes", async () => {
    const news = { ...base, organizationId: `${name}-dropped` };
    const { id, outs } = await shell.create({ ...news, healthCheckUrl: marked(HEALTH) });
    expect(secret(outs.healthCheckUrl)).toBe(HEALTH);
    const dropped = await shell.update(id, outs, news);
    expect(secret(dropped.healthCheckUrl)).toBe(HEALTH);
    const read = await shell.read(id, dropped);
    expect(secret(read.healthCheckUrl)).toBe(HEALTH);
    const again = await shell.update(id, read, { ...news, description: "again", healthCheckUrl: null });
    expect(secret(again.healthCheckUrl)).toBe(HEALTH);
    expect(again.webhookUrl).toBe(base.webhookUrl);
  });

  test("stays secret also without a query", async () => {
    const news = { ...base, organizationId: `${name}-path` };
    const { id, outs } = await shell.create({ ...news, healthCheckUrl: marked("https://hooks.example.com/TOKEN") });
    const dropped = await shell.update(id, outs, news);
    expect(secret(dropped.healthCheckUrl)).toBe("https://hooks.example.com/TOKEN");
  });

  test("is secret in an adopted subscription whose program doesn't give it", async () => {
    const news = { ...base, organizationId: `${name}-adopted` };
    const { id } = await shell.create({ ...news, healthCheckUrl: HEALTH });
    const second = await (shells[name] as () => Promise<Shell>)();
    const { outs } = await second.create({ ...news, adopt: id });
    expect(secret(outs.healthCheckUrl)).toBe(HEALTH);
    expect(outs.webhookUrl).toBe(base.webhookUrl);
  });

  test.each(["https://hooks.example.com/new?t=1", "https://hooks.example.com/new#t"])(
    "is secret after a change at the service: %s",
    async (url) => {
      const { id, outs } = await shell.create({ ...base, organizationId: `${name}-${url.length}` });
      platform.editSubscription(id, { webhookUrl: url });
      expect(secret((await shell.read(id, outs)).webhookUrl)).toBe(url);
    },
  );
});

test("what a program drops stays secret as it was, also in the preview, and what it gives is marked as it says", async () => {
  const plugin = await startPlugin({ config: { host: platform.origin, authentication: "none" } });
  stops.push(plugin.stop);
  const news = { ...base, organizationId: "names" };
  const { id, outs } = await plugin.create(RESOURCE, { ...news, name: marked("quiet"), description: marked("quiet") });
  const given = { ...news, description: "open" };
  expect(secret((await plugin.update(RESOURCE, id, outs, given, { preview: true })).name)).toBe(UNKNOWN);
  const updated = await plugin.update(RESOURCE, id, outs, given);
  expect([secret(updated.name), updated.description]).toEqual(["quiet", "open"]);
});
