import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { startPlatform, type Platform } from "../../local/platform/server.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginProcess, startPlugin, urnOf } from "../support/plugin-process.js";
import { type Bag } from "../support/provider-client.js";
import { CHANGE, NO_CHANGE, secret, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN } from "./wire.js";

const SUBSCRIPTION = "WebhookSubscription orders";
const PRODUCTS = [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }];

let platform: Platform;
let engine: EngineLog;
let plugin: PluginProcess;
/** Processes with the same engine belong to one run. */
const start = (engineAddress = engine.address) =>
  startPlugin({ config: { host: platform.origin, authentication: "none" }, engineAddress });
/** Nothing listens there. */
const OTHER_ENGINE = "127.0.0.1:1";
/** A subscription that an earlier run created. */
const createdEarlier = async (news: Bag) => {
  const earlier = await start("127.0.0.1:2");
  const created = await earlier.create(SUBSCRIPTION, news);
  await earlier.stop();
  return created;
};
beforeAll(async () => {
  platform = await startPlatform({ subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } });
  engine = await startEngineLog();
  plugin = await start();
});
afterAll(async () => {
  await plugin.stop();
  await engine.stop();
  await platform.close();
});

/** Runs something, and returns how many requests it sent. */
const requestsOf = async (act: () => Promise<unknown>): Promise<number> => {
  const before = platform.journal.length;
  await act();
  return platform.journal.length - before;
};

describe("a subscription in the native plugin", () => {
  const news = { organizationId: "shop", webhookUrl: "https://hooks.example.com/in", products: PRODUCTS };

  test("is created under the name of the resource, changed, found again, and deleted", async () => {
    expect(await requestsOf(() => plugin.create(SUBSCRIPTION, news, { preview: true }))).toBe(0);
    const { id, outs } = await plugin.create(SUBSCRIPTION, news);
    expect(platform.subscriptions("shop").map(({ name }) => name)).toEqual(["shop-dev-orders"]);
    expect((await plugin.diff(SUBSCRIPTION, id, outs, news)).changes).toBe(NO_CHANGE);

    engine.logged.splice(0);
    const { reasons } = await plugin.check(SUBSCRIPTION, news, { ...news, notificationScope: "self" });
    expect(reasons).toEqual([]);
    expect(engine.logged).toEqual([
      {
        severity: LogSeverity.WARNING,
        message:
          "This subscription: notificationScope isn't one that this package knows: SELF, DESCENDANTS. Did you mean SELF? " +
          "The service may refuse it.",
        urn: urnOf(SUBSCRIPTION),
      },
    ]);

    const moved = { ...news, webhookUrl: "https://hooks.example.com/new" };
    expect(await plugin.diff(SUBSCRIPTION, id, outs, moved)).toEqual({
      changes: CHANGE,
      replaces: [],
      deleteBeforeReplace: true,
      detailed: { webhookUrl: "UPDATE of an input" },
    });
    expect(await requestsOf(() => plugin.update(SUBSCRIPTION, id, outs, moved, { preview: true }))).toBe(0);
    const changed = await plugin.update(SUBSCRIPTION, id, outs, moved);
    expect(changed.webhookUrl).toBe("https://hooks.example.com/new");

    platform.editSubscription(id, { webhookUrl: "https://elsewhere.example.com/" });
    const read = await plugin.read(SUBSCRIPTION, id, changed);
    expect((await plugin.diff(SUBSCRIPTION, id, read.outs, moved)).detailed).toEqual({
      webhookUrl: "UPDATE of an input",
    });
    await plugin.remove(SUBSCRIPTION, id, read.outs);
    expect(platform.subscriptions("shop")).toEqual([]);
    expect((await plugin.read(SUBSCRIPTION, id, read.outs)).id).toBe("");
  });

  test("is kept by one provider's process if that of another one has taken it over in the same run", async () => {
    const { id, outs } = await createdEarlier(news);
    const other = await start();
    const taken = await other.create(SUBSCRIPTION, news);
    expect(taken.id).toBe(id);
    await plugin.remove(SUBSCRIPTION, id, outs);
    expect(platform.subscriptions("shop").map(({ webhookId }) => webhookId)).toEqual([id]);
    await other.stop();
    // The next run is about the resource that is left.
    const next = await start(OTHER_ENGINE);
    await next.remove(SUBSCRIPTION, id, taken.outs);
    await next.stop();
    expect(platform.subscriptions("shop")).toEqual([]);
  });

  test("that a new one takes over isn't deleted with the old one, in this run or the next, and its row says why", async () => {
    const { id, outs } = await createdEarlier(news);
    const nextRun = await start();
    const lastRun = await start(OTHER_ENGINE);
    try {
      const again = await nextRun.create(SUBSCRIPTION, news);
      expect(again.id).toBe(id);
      engine.logged.splice(0);
      await nextRun.remove(SUBSCRIPTION, id, outs);
      expect(engine.logged).toEqual([
        {
          severity: LogSeverity.WARNING,
          message:
            "This subscription was to be replaced, but is the same as before: the service takes each event only once, so " +
            "Pulumi has to delete the old subscription first. Give the resource the option `deleteBeforeReplace`, then " +
            "replace it again.",
          urn: urnOf(SUBSCRIPTION),
        },
        {
          severity: LogSeverity.INFO,
          message: `The subscription ${id} was not deleted: a resource of this stack still manages it.`,
          urn: urnOf(SUBSCRIPTION),
        },
      ]);
      expect((await lastRun.diff(SUBSCRIPTION, id, again.outs, news)).changes).toBe(NO_CHANGE);
      await lastRun.remove(SUBSCRIPTION, id, outs);
      expect(platform.subscriptions("shop")).toHaveLength(1);
      await lastRun.remove(SUBSCRIPTION, id, again.outs);
      expect(platform.subscriptions("shop")).toEqual([]);
    } finally {
      await nextRun.stop();
      await lastRun.stop();
    }
  });

  test("has a secret URL in outputs and previews if the input is secret", async () => {
    const marked = { [SIGNATURE_KEY]: SECRET_SIGNATURE };
    const hidden = {
      ...news,
      organizationId: "quiet",
      webhookUrl: { ...marked, value: "https://hooks.example.com/?t=1" },
    };
    expect(secret((await plugin.create(SUBSCRIPTION, hidden, { preview: true })).outs.webhookUrl)).toBe(UNKNOWN);
    const { id, outs } = await plugin.create(SUBSCRIPTION, hidden);
    expect(secret(outs.webhookUrl)).toBe("https://hooks.example.com/?t=1");
    expect(secret((await plugin.read(SUBSCRIPTION, id, outs)).outs.webhookUrl)).toBe("https://hooks.example.com/?t=1");
  });
});

test("unknown inputs are checked and compared as unknown, and sent nowhere", async () => {
  const news = { organizationId: UNKNOWN, webhookUrl: UNKNOWN, products: UNKNOWN };
  const count = await requestsOf(async () => {
    expect(await plugin.check(SUBSCRIPTION, {}, news)).toEqual({ inputs: news, reasons: [], properties: [] });
    const { replaces } = await plugin.diff(SUBSCRIPTION, "id", { organizationId: "org", connection: "default" }, news);
    expect(replaces).toEqual(["organizationId", "connection"]);
    await plugin.create(SUBSCRIPTION, news, { preview: true });
    await expect(plugin.create(SUBSCRIPTION, news)).rejects.toThrow(
      "organizationId must be known, but it isn't known yet.",
    );
  });
  expect(count).toBe(0);
});
