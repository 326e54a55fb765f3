import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { providerText } from "../../provider/seam/provider-text.js";
import { startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { type Bag } from "../support/provider-client.js";
import { startProvider } from "../support/provider-process.js";
import { isSecret, secret, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN } from "./wire.js";

const RESOURCE = "WebhookSubscription orders";
const HEALTH = "https://hooks.example.com/health?t=TOKEN";
const marked = (value: JavaScriptValue): Bag => ({ [SIGNATURE_KEY]: SECRET_SIGNATURE, value });
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
const shells: Record<string, (engineAddress: string) => Promise<Shell>> = {
  native: async (engineAddress) => {
    const plugin = await startPlugin({ config: { host: platform.origin, authentication: "none" }, engineAddress });
    stops.push(plugin.stop);
    return {
      create: async (news) => plugin.create(RESOURCE, news),
      read: async (id, olds) => (await plugin.read(RESOURCE, id, olds)).outs,
      update: async (id, olds, news) => plugin.update(RESOURCE, id, olds, news),
    };
  },
  dynamic: async (engineAddress) => {
    const config = { "cybersource-webhooks:host": platform.origin, "cybersource-webhooks:authentication": "none" };
    const text = providerText("webhook-subscription");
    const provider = await startProvider({ text, folder: createScratch("urls"), config, engineAddress });
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

/** Nothing listens there. What one run manages, another resource of the same run can't adopt. */
const [FIRST_RUN, LATER_RUN] = ["127.0.0.1:1", "127.0.0.1:2"] as const;
const startShell = (name: string, engineAddress: string): Promise<Shell> =>
  (shells[name] as (address: string) => Promise<Shell>)(engineAddress);

beforeAll(async () => {
  platform = await startPlatform({
    subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false, patchRetryPolicy: "ignored" },
  });
});
afterAll(async () => {
  await Promise.all(stops.map(async (stop) => stop()));
  stops = [];
  await platform.close();
});

describe.each(Object.keys(shells))("in the %s shell, a URL of a subscription", (name) => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await startShell(name, FIRST_RUN);
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
    const second = await startShell(name, LATER_RUN);
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

describe.each(Object.keys(shells))("in the %s shell, a secret that only an earlier program gave", (name) => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await startShell(name, FIRST_RUN);
  });
  const hidden = {
    name: marked("hidden name"),
    description: marked("hidden words"),
    notificationScope: marked("DESCENDANTS"),
    retryPolicy: marked({ algorithm: "ARITHMETIC", firstRetry: 7, interval: 3 }),
  };
  const names = Object.keys(hidden);

  test("is secret as long as the service has it, whatever else changes", async () => {
    const news = { ...base, organizationId: `${name}-members` };
    const { id, outs } = await shell.create({ ...news, ...hidden });
    const dropped = await shell.update(id, outs, news);
    const read = await shell.read(id, dropped);
    const again = await shell.update(id, read, { ...news, webhookUrl: "https://hooks.example.com/other" });
    for (const outputs of [dropped, again]) {
      expect(names.filter((member) => !isSecret(outputs[member]))).toEqual([]);
      expect(secret(outputs.description)).toBe("hidden words");
      expect(outputs.webhookUrl).toMatch(/^https:/);
    }
    const open = await shell.update(id, again, { ...news, name: "open", description: "hidden words" });
    expect([open.name, open.description, isSecret(open.retryPolicy)]).toEqual(["open", "hidden words", true]);
  });

  test("is secret while the service keeps it although the program gives another value", async () => {
    const news = { ...base, organizationId: `${name}-kept` };
    const { id, outs } = await shell.create({ ...news, retryPolicy: hidden.retryPolicy });
    const open = { ...news, retryPolicy: { algorithm: "ARITHMETIC", firstRetry: 8, interval: 3 } };
    const kept = await shell.update(id, outs, open);
    const again = await shell.update(id, kept, { ...open, description: "again" });
    for (const outputs of [kept, again]) expect(secret(outputs.retryPolicy)).toMatchObject({ firstRetry: 7 });
    expect(again.description).toBe("again");
  });

  test("is secret in an adopted subscription, to which nothing was sent yet", async () => {
    const news = { ...base, organizationId: `${name}-taken` };
    const { id } = await shell.create({ ...news, ...hidden });
    const second = await startShell(name, LATER_RUN);
    const { outs } = await second.create({ ...news, name: hidden.name, adopt: id });
    const dropped = await second.update(id, outs, { ...news, webhookUrl: "https://hooks.example.com/other" });
    expect(secret(dropped.name)).toBe("hidden name");
    expect(dropped.description).toBe("hidden words");
  });

  test("is secret in an adopted subscription of an earlier version, which didn't note what the program gave", async () => {
    const news = { ...base, organizationId: `${name}-earlier` };
    const { id, outs } = await shell.create({ ...news, ...hidden });
    const { answered } = secret(outs.applied) as { answered: JavaScriptValue };
    const old = { ...outs, applied: marked({ sent: {}, answered }) };
    const dropped = await shell.update(id, old, { ...news, name: "open" });
    expect(secret(dropped.description)).toBe("hidden words");
    expect(dropped.name).toBe("open");
  });
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
