import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { status } from "@grpc/grpc-js";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { startPlatform, type Platform } from "../../local/platform/server.js";
import { providerText } from "../../provider/seam/provider-text.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginProcess, startPlugin, urnOf } from "../support/plugin-process.js";
import { type Bag, type ProviderFailure } from "../support/provider-client.js";
import { readDocument } from "../support/documents.js";
import { isSecret, NO_CHANGE, CHANGE, secret, UNKNOWN } from "./wire.js";

const KEY = "WebhookSigningKey orders";
const RING = "WebhookVerificationKeys orders";

let platform: Platform;
let engine: EngineLog;
let plugin: PluginProcess;
beforeAll(async () => {
  platform = await startPlatform();
  engine = await startEngineLog();
  const config = { host: platform.origin, authentication: "none" };
  plugin = await startPlugin({ config, engineAddress: engine.address });
});
afterAll(async () => {
  await plugin.stop();
  await engine.stop();
  await platform.close();
});

const failed = async (promise: Promise<unknown>): Promise<ProviderFailure> =>
  promise.then(
    () => Promise.reject(new Error("should have failed")),
    (reason: unknown) => reason as ProviderFailure,
  );
/** Runs something, and returns how many requests it sent. */
const requestsOf = async (act: () => Promise<unknown>): Promise<number> => {
  const before = platform.journal.length;
  await act();
  return platform.journal.length - before;
};
/** The notices since the last call, without the text. */
const rows = (): string[] =>
  engine.logged.splice(0).map(({ urn, message }) => `${urn.split("::").slice(2).join(" ")}: ${message}`);

describe("a signing key in the native plugin", () => {
  test("is checked, created, compared, read, updated and deleted with a single request", async () => {
    const news = { organizationId: "org", renewBeforeDays: 30 };
    expect(await plugin.check(KEY, {}, news)).toEqual({ inputs: news, reasons: [], properties: [] });
    const { id, outs } = await plugin.create(KEY, news);
    const issued = platform.currentKey("org", "sharedSecret");
    expect(secret(outs.key)).toBe(issued?.key);
    expect(secret(outs.keyId)).toBe(issued?.keyId);
    const secrets = Object.keys(outs).filter((name) => isSecret(outs[name]));
    expect(secrets.sort()).toEqual(["expirationDate", "key", "keyId", "submitTimeUtc"]);
    expect(id).toMatch(/^org\/[0-9a-f]{16}$/);

    expect(await plugin.diff(KEY, id, outs, news)).toEqual({
      changes: NO_CHANGE,
      replaces: [],
      deleteBeforeReplace: false,
      detailed: {},
    });
    expect(await plugin.read(KEY, id, outs)).toEqual({ id, outs, inputs: undefined });
    expect(await plugin.update(KEY, id, outs, news)).toEqual(outs);
    expect(await requestsOf(() => plugin.remove(KEY, id, outs))).toBe(0);
    expect(platform.journal).toHaveLength(1);
  });

  test("sends nothing in a preview of create and update, whose outputs are unknown and as secret as later", async () => {
    const news = { organizationId: "org", renewBeforeDays: 30 };
    const count = await requestsOf(async () => {
      const { id, outs } = await plugin.create(KEY, news, { preview: true });
      expect(id).toBe("");
      expect(secret(outs.key)).toBe(UNKNOWN);
      expect(outs).toMatchObject({ organizationId: UNKNOWN, host: UNKNOWN });
      const updated = await plugin.update(KEY, "id", { organizationId: "org", host: "h" }, news, { preview: true });
      expect(updated).toMatchObject({ organizationId: "org", host: UNKNOWN });
      expect(secret(updated.key)).toBe(UNKNOWN);
    });
    expect(count).toBe(0);
  });

  test("that is due is replaced, for a reason that the diff names and its row tells", async () => {
    rows();
    const olds = { organizationId: "org", key: "a", keyId: "b", expirationDate: "2020-01-01T00:00:00Z", tenant: "org" };
    expect(await plugin.diff(KEY, "id", olds, { organizationId: "org", tenant: "other" })).toEqual({
      changes: CHANGE,
      replaces: ["tenant", "expirationDate"],
      deleteBeforeReplace: false,
      detailed: { tenant: "UPDATE_REPLACE of an input", expirationDate: "UPDATE_REPLACE of an output" },
    });
    expect(rows()).toEqual([
      "cybersource-webhooks:index:WebhookSigningKey orders: The signing key of org will be replaced: tenant changed; it has expired.",
    ]);
  });

  test("that has expired when it's issued is half-made, with its secrets marked", async () => {
    platform.grant({ grantSeconds: -60 });
    const { message, half } = await failed(plugin.create(KEY, { organizationId: "late" }));
    platform.grant({});
    expect(message).toMatch(/^ERR_KEY_EXPIRED: /);
    expect(half?.reasons).toEqual([message]);
    expect(half?.id).toMatch(/^late\//);
    expect(secret(half?.properties.key)).toBe(platform.currentKey("late", "sharedSecret")?.key);
    expect((await plugin.diff(KEY, "id", half?.properties ?? {}, { organizationId: "late" })).replaces).toEqual([
      "expirationDate",
    ]);
  });

  test("without a readable date works, and its row says in every run that it's never renewed", async () => {
    platform.fault({ kind: "edit", made: true, set: { "keyInformation.expirationDate": "in a year" } }, 1);
    const { id, outs } = await plugin.create(KEY, { organizationId: "odd" });
    engine.logged.splice(0);
    const later = "WebhookSigningKey later";
    // A row shows the same text once in a run.
    for (const row of [KEY, later, later]) {
      expect((await plugin.diff(row, id, outs, { organizationId: "odd" })).changes).toBe(NO_CHANGE);
    }
    expect(engine.logged).toEqual([
      {
        severity: LogSeverity.ERROR,
        message: expect.stringMatching(/^ERR_KEY_DATE_UNREADABLE: /),
        urn: urnOf(later),
      },
    ]);
  });

  test("ignores customTimeouts, and says why", async () => {
    rows();
    await plugin.create("WebhookSigningKey slow", { organizationId: "slow", renewBeforeDays: 30 }, { timeout: 1 });
    expect(rows()).toEqual([
      "cybersource-webhooks:index:WebhookSigningKey slow: The option `customTimeouts` has no effect: each request has its " +
        "own time limit. A request for a key that was cut short could have created one that nobody has.",
    ]);
  });

  test("keeps the text of its dynamic provider if it has one, so that it can go back", async () => {
    const __provider = providerText("webhook-signing-key");
    const olds = { organizationId: "org", keyId: "b", key: "a", __provider };
    expect((await plugin.read(KEY, "id", olds)).outs.__provider).toBe(__provider);
    expect((await plugin.update(KEY, "id", olds, { organizationId: "org" })).__provider).toBe(__provider);
  });
});

test("an OAuth credential is stored once, and its client secret is secret as an input and as an output", async () => {
  const news = { organizationId: "org", clientId: "client", clientSecret: "hush-hush-hush", renewBeforeDays: 30 };
  const resource = "WebhookOAuthCredential orders";
  const { inputs } = await plugin.check(resource, {}, news);
  expect(secret(inputs.clientSecret)).toBe("hush-hush-hush");
  const { id, outs } = await plugin.create(resource, inputs);
  expect([secret(outs.key), secret(outs.clientSecret)]).toEqual(["hush-hush-hush", "hush-hush-hush"]);
  expect((await plugin.diff(resource, id, outs, inputs)).changes).toBe(NO_CHANGE);
  expect((await plugin.diff(resource, id, outs, { ...news, clientSecret: "new" })).detailed).toEqual({
    clientSecret: "UPDATE_REPLACE of an input",
  });
});

test("verification keys keep the earlier key, and all of them are secret", async () => {
  const current = (keyId: string): Bag => ({ keyId, key: "a2V5IG9mIHRlc3Rz", expirationDate: "2099-01-01T00:00:00Z" });
  const checked = await plugin.check(RING, {}, { current: current("one") });
  expect(secret(checked.inputs.current)).toEqual(current("one"));
  const { id, outs } = await plugin.create(RING, checked.inputs);
  const news = { current: current("two") };
  expect(await plugin.diff(RING, id, outs, news)).toMatchObject({ changes: CHANGE, replaces: [], detailed: {} });
  const planned = await plugin.update(RING, id, outs, news, { preview: true });
  expect([secret(planned.keys), secret(planned.previous)]).toEqual([UNKNOWN, UNKNOWN]);
  const updated = await plugin.update(RING, id, outs, news);
  expect(secret(updated.keys)).toMatchObject([{ keyId: "two" }, { keyId: "one" }]);
  expect(secret(updated.previous)).toMatchObject({ keyId: "one" });
});

test("names its version, and refuses types and methods that it doesn't have", async () => {
  const { version } = JSON.parse(readDocument("package.json")) as { version: string };
  expect(await plugin.version()).toBe(version);
  await expect(plugin.check("WebhookOther x", {}, {})).rejects.toThrow(
    "cybersource-webhooks has no resource of type cybersource-webhooks:index:WebhookOther. Update the plugin and the SDK to one version.",
  );
  const code = await new Promise((resolve) =>
    plugin.client.invoke(new messages.InvokeRequest(), (error) => resolve(error?.code)),
  );
  expect(code).toBe(status.UNIMPLEMENTED);
});

test("prints nothing, and tells the engine no secret", async () => {
  const held = ["org", "late", "slow"].map((organization) => platform.currentKey(organization, "sharedSecret")?.key);
  expect(held).not.toContain(undefined);
  const told = JSON.stringify(engine.logged);
  expect(held.filter((key) => told.includes(key ?? ""))).toEqual([]);
  expect(plugin.output()).toBe("");
});
