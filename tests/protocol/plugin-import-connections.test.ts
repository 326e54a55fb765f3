import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { NO_CHANGE } from "./wire.js";

const KEY = "WebhookSigningKey orders";
const SUBSCRIPTION = "WebhookSubscription orders";
const ANSWER = JSON.stringify({
  status: "SUCCESS",
  keyInformation: {
    ...{ organizationId: "org", keyId: "id", key: "a2V5LXRoYXQtbm9ib2R5LW1heS1zZWU=", keyType: "sharedSecret" },
    ...{ status: "Active", expirationDate: "2099-03-17T06:53:06+0000" },
  },
});

let main: Platform;
let india: Platform;
let engine: EngineLog;
let plugin: PluginProcess;
beforeAll(async () => {
  const subscriptions = { firstStatus: "INACTIVE", signingKeyRequired: false } as const;
  [main, india, engine] = await Promise.all([
    startPlatform({ subscriptions }),
    startPlatform({ subscriptions }),
    startEngineLog(),
  ]);
});
afterEach(async () => plugin.stop());
afterAll(async () => {
  await main.close();
  await india.close();
  await engine.stop();
});

/** A plugin of a stack with two connections, or only the named one. @param named what the variable names, if it's set */
const start = async (named?: string, isOnly = false): Promise<void> => {
  const folder = createScratch("import-connections");
  writeFileSync(join(folder, "answer.json"), ANSWER);
  plugin = await startPlugin({
    config: {
      ...(!isOnly && { host: main.origin, authentication: "none" }),
      connections: JSON.stringify({ india: { host: india.origin, authentication: "none" } }),
    },
    environment: {
      CYBERSOURCE_IMPORT_KEY: "answer.json",
      ...(named !== undefined && { CYBERSOURCE_IMPORT_CONNECTION: named }),
    },
    engineAddress: engine.address,
    folder,
  });
  engine.logged.splice(0);
};
const hostOf = ({ origin }: Platform): string => new URL(origin).host;
const sent = (): number => main.journal.length + india.journal.length;

test("a key has no host if several connections are configured and none is named, and is replaced under none of them", async () => {
  await start();
  const { id, outs, inputs = {} } = await plugin.read(KEY, "org", {});
  expect(outs).not.toHaveProperty("host");
  expect(engine.logged.map(({ message }) => message)).toEqual([
    "Several connections are configured, and none is named for this key, so its host isn't stored and changes of the host " +
      "don't replace it. To store it, import the key with CYBERSOURCE_IMPORT_CONNECTION set to the name of its connection.",
  ]);
  for (const program of [{}, { connection: "india" }]) {
    expect((await plugin.diff(KEY, id, outs, { ...inputs, ...program })).changes).toBe(NO_CHANGE);
  }
});

test.each([
  ["india", { connection: "india" }, () => india],
  ["default", {}, () => main],
])("a key of the connection %s has its host, and the inputs name the connection", async (name, named, platform) => {
  await start(name);
  const { id, outs, inputs = {} } = await plugin.read(KEY, "org", {});
  expect(outs.host).toBe(hostOf(platform()));
  expect(inputs).toEqual({ organizationId: "org", ...named });
  expect(engine.logged).toEqual([]);
  expect((await plugin.diff(KEY, id, outs, inputs)).changes).toBe(NO_CHANGE);
  expect(sent()).toBe(0);
});

test("the only connection is taken, whatever its name", async () => {
  await start(undefined, true);
  const key = await plugin.read(KEY, "org", {});
  expect(key.outs.host).toBe(hostOf(india));
  expect(key.inputs).toEqual({ organizationId: "org", connection: "india" });
  expect((await plugin.diff(KEY, key.id, key.outs, key.inputs ?? {})).changes).toBe(NO_CHANGE);
  const news = {
    organizationId: "only",
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    connection: "india",
  };
  const { id } = await plugin.create(SUBSCRIPTION, news);
  engine.logged.splice(0);
  const { outs, inputs } = await plugin.read(SUBSCRIPTION, id, {});
  expect(outs).toMatchObject({ host: hostOf(india), connection: "india" });
  expect(inputs).toMatchObject({ connection: "india" });
  expect(engine.logged).toEqual([]);
});

test("a connection that isn't configured is refused", async () => {
  await start("indai");
  await expect(plugin.read(KEY, "org", {})).rejects.toThrow(
    "ERR_IMPORT_KEY: the connection that CYBERSOURCE_IMPORT_CONNECTION names isn't configured, or has no host. Nothing was " +
      "imported.",
  );
  await expect(plugin.read(SUBSCRIPTION, "id", {})).rejects.toThrow(
    'ERR_CONNECTION: connection "indai" cannot be used, and nothing was sent:\n  - nothing configures it. There are settings for default, india',
  );
});

test("a subscription of a named connection is imported through it", async () => {
  await start("india");
  const news = {
    organizationId: "shop",
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    connection: "india",
  };
  const { id } = await plugin.create(SUBSCRIPTION, news);
  const { outs, inputs = {} } = await plugin.read(SUBSCRIPTION, id, {});
  expect(outs).toMatchObject({ host: hostOf(india), connection: "india" });
  expect(inputs).toMatchObject({ connection: "india" });
  expect((await plugin.diff(SUBSCRIPTION, id, outs, news)).changes).toBe(NO_CHANGE);
  expect(main.journal).toEqual([]);
});
