import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { startPlatform, type Platform } from "../../local/platform/server.js";
import { providerText } from "../../provider/seam/provider-text.js";
import { startEngineLog } from "../support/engine-log.js";
import { CHANGE, NO_CHANGE, plain, secret, UNKNOWN } from "./wire.js";
import { createScratch } from "../support/project.js";
import { type ProviderFailure } from "../support/provider-client.js";
import { type ProviderProcess, startProvider } from "../support/provider-process.js";

const signingText = providerText("webhook-signing-key");
const oauthText = providerText("webhook-oauth-credential");
let folder: string;
let platform: Platform;
let provider: ProviderProcess;

beforeAll(() => {
  folder = createScratch("protocol");
});
const start = async (text: string, config?: Record<string, string>, engineAddress = "127.0.0.1:1"): Promise<void> => {
  const local = { "cybersource-webhooks:host": platform.origin, "cybersource-webhooks:authentication": "none" };
  provider = await startProvider({ text, folder, config: config ?? local, engineAddress });
};
beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(async () => {
  await provider.stop();
  await platform.close();
});

/** Stops the process and returns its complete output. */
const completeOutput = async (): Promise<string> => {
  await provider.stop();
  return provider.output();
};
const failed = async (promise: Promise<unknown>): Promise<ProviderFailure> =>
  promise.then(
    () => Promise.reject(new Error("should have failed")),
    (reason: unknown) => reason as ProviderFailure,
  );

describe("WebhookSigningKey in Pulumi's provider process", () => {
  test("is checked, created, compared, read, updated and deleted with a single request", async () => {
    await start(signingText);
    const news = { organizationId: "org", renewBeforeDays: 30 };
    expect((await provider.check({}, news)).failures).toEqual([]);
    const { id, outs } = await provider.create(news);

    const issued = platform.currentKey("org", "sharedSecret");
    expect(secret(outs.keyId)).toBe(issued?.keyId);
    expect(secret(outs.key)).toBe(issued?.key);
    expect(Math.trunc(Date.parse(String(secret(outs.expirationDate))) / 1000)).toBe(
      Math.trunc((issued?.expirationDate.getTime() ?? 0) / 1000),
    );
    expect(secret(outs.submitTimeUtc)).toMatch(/Z$/);
    expect(outs).toMatchObject({
      organizationId: "org",
      expiryDuration: 365,
      keyProvider: "nrtd",
      tenant: "org",
      host: new URL(platform.origin).host,
      status: "ACTIVE",
    });
    expect(outs).not.toHaveProperty("renewBeforeDays");
    expect(id).toMatch(/^org\/[0-9a-f]{16}$/);

    const olds = plain(outs);
    expect(await provider.diff(id, olds, news)).toEqual({ changes: NO_CHANGE, replaces: [] });
    const read = await provider.read(id, olds);
    expect(read).toMatchObject({ id, hasInputs: false });
    expect(plain(read.props)).toEqual(olds);
    expect(plain(await provider.update(id, olds, news))).toEqual(olds);
    await provider.remove(id, olds);
    expect(platform.journal).toHaveLength(1);
  });

  test("doesn't warn of a first key at a replacement or an adoption", async () => {
    await start(signingText);
    const news = { organizationId: "org" };
    await provider.check({ organizationId: "org" }, news);
    await provider.check({}, news);
    await provider.check(
      {},
      { ...news, adopt: { keyId: "i", key: "aGFuZC1tYWRl", expirationDate: "2099-01-01T00:00:00Z" } },
    );
    expect(await completeOutput()).toBe(
      "cybersource-webhooks: The signing key of org will be adopted. No request is sent.\n",
    );
  });

  test("sends notices to the engine, with a severity, instead of printing them", async () => {
    const engine = await startEngineLog();
    await start(signingText, undefined, engine.address);
    await provider.check({}, { organizationId: "org" });
    const olds = { organizationId: "org", expirationDate: "2020-01-01T00:00:00.000Z" };
    await Promise.all(["a", "b", "c"].map((id) => provider.diff(id, olds, { organizationId: "org" })));
    // The engine gets every notice before the call that caused it returns.
    const due = "cybersource-webhooks: The signing key of org will be replaced: it has expired.";
    expect(engine.logged).toEqual([
      {
        severity: LogSeverity.WARNING,
        message: expect.stringMatching(
          /^cybersource-webhooks: Creating a signing key for org at 127\.0\.0\.1:\d+\. If /,
        ),
        urn: "",
      },
      ...["a", "b", "c"].map(() => ({ severity: LogSeverity.INFO, message: due, urn: "" })),
    ]);
    expect(await completeOutput()).toBe("");
    await engine.stop();
  });

  test("warns of a first key once", async () => {
    await start(signingText);
    await provider.check({}, { organizationId: "org2" });
    await provider.check({}, { organizationId: "org3" });
    await provider.diff("x", { expirationDate: "2099-01-01T00:00:00Z" }, {});
    expect((await completeOutput()).match(/Creating a signing key for org2/g)).toHaveLength(1);
  });

  test("adopts a key without a request, and requests another one only after it was adopted and is due", async () => {
    await start(signingText);
    const adopt = { keyId: "hand-made-id", key: "aGFuZC1tYWRl", expirationDate: "2099-01-01T00:00:00+0000" };
    const { outs } = await provider.create({ organizationId: "org", adopt });
    expect(plain(outs)).toMatchObject({ ...adopt, expirationDate: "2099-01-01T00:00:00.000Z", status: "ADOPTED" });
    expect(platform.journal).toHaveLength(0);
    const expired = { ...adopt, expirationDate: "2020-01-01T00:00:00Z" };
    const { message } = await failed(provider.create({ organizationId: "org", adopt: expired }));
    expect(message).toContain("ERR_ADOPT_EXPIRED");
    expect(platform.journal).toHaveLength(0);
    const olds = { ...plain(outs), expirationDate: "2020-01-01T00:00:00Z" };
    const news = { organizationId: "org", adopt };
    await provider.diff("org/0", olds, news);
    await provider.check({}, news);
    expect(plain((await provider.create(news)).outs).keyId).not.toBe("hand-made-id");
    expect(platform.journal).toHaveLength(1);
    expect(await completeOutput()).not.toContain("hand-made-id");
  });

  test("stores an issued key that has expired as half-made, and replaces it next", async () => {
    await start(signingText);
    platform.grant({ grantSeconds: -60 });
    const failure = await failed(provider.create({ organizationId: "org" }));
    expect(failure.half?.reasons).toEqual([expect.stringContaining("ERR_KEY_EXPIRED")]);
    const id = failure.half?.id ?? "";
    const properties = failure.half?.properties ?? {};
    const issued = platform.currentKey("org", "sharedSecret");
    expect(secret(properties.key)).toBe(issued?.key);
    expect(failure.message + (failure.half?.reasons.join() ?? "")).not.toContain(issued?.key);
    expect(await provider.diff(id, plain(properties), { organizationId: "org" })).toEqual({
      changes: CHANGE,
      replaces: ["expirationDate"],
    });
  });

  test("creates a key whose date can't be read, and never replaces it", async () => {
    await start(signingText);
    platform.fault({ kind: "edit", made: true, set: { "keyInformation.expirationDate": "in a year" } }, 1);
    const news = { organizationId: "org" };
    const { id, outs } = await provider.create(news);
    const olds = plain(outs);
    expect(olds.expirationDate).toBe("in a year");
    expect(await provider.diff(id, olds, news)).toEqual({ changes: NO_CHANGE, replaces: [] });
    expect(plain(await provider.update(id, olds, news))).toEqual(olds);
    expect(platform.journal).toHaveLength(1);
  });

  test("works without credentials, except for create, which lists what is missing and sends nothing", async () => {
    await start(signingText, {});
    const olds = { organizationId: "org", expirationDate: "2099-01-01T00:00:00Z", host: "apitest.cybersource.com" };
    await provider.check({}, { organizationId: "org" });
    expect((await provider.diff("id", olds, { organizationId: "org" })).replaces).toEqual([]);
    await provider.read("id", olds);
    await provider.remove("id", olds);
    const { message } = await failed(provider.create({ organizationId: "org" }));
    expect(message).toContain("ERR_CONNECTION");
    expect(message).toContain("CYBERSOURCE_MERCHANT_SECRET_KEY");
  });

  test("is configured before it handles any of many simultaneous calls", async () => {
    await start(signingText);
    const organizations = ["a", "b", "c", "d", "e"];
    await Promise.all(organizations.map((organizationId) => provider.create({ organizationId })));
    expect(platform.journal.map(({ organizationId }) => organizationId).sort()).toEqual(organizations);
  });

  test("announces that a key is due without repeating its date, its id or the key", async () => {
    await start(signingText);
    const olds = { organizationId: "org", keyId: "kid-0123456789", expirationDate: "2020-01-01T00:00:00.000Z" };
    await provider.diff("org/0123", olds, { organizationId: "org" });
    await provider.diff("org/0123", { ...olds, expirationDate: "2099-01-01T00:00:00Z" }, { organizationId: "org" });
    expect(await completeOutput()).toBe(
      "cybersource-webhooks: The signing key of org will be replaced: it has expired.\n",
    );
  });

  test("check accepts unknown values and returns them unchanged", async () => {
    await start(signingText);
    const news = { organizationId: UNKNOWN, expiryDuration: UNKNOWN };
    const { failures, inputs } = await provider.check({}, news);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject(news);
  });
});

describe("WebhookOAuthCredential in Pulumi's provider process", () => {
  test("stores the credential and keeps it secret", async () => {
    await start(oauthText);
    const news = { organizationId: "org", clientId: "client", clientSecret: "hush-hush-hush", renewBeforeDays: 30 };
    const { id, outs } = await provider.create(news);
    expect(platform.currentKey("org", "oAuthClientCredentials")?.key).toBe("hush-hush-hush");
    expect(secret(outs.key)).toBe("hush-hush-hush");
    expect(secret(outs.clientSecret)).toBe("hush-hush-hush");
    expect(outs).toMatchObject({ clientId: "client", keyProvider: "org", tenant: "nrtd" });
    expect(await provider.diff(id, plain(outs), news)).toEqual({ changes: NO_CHANGE, replaces: [] });
    expect(await provider.diff(id, plain(outs), { ...news, clientSecret: "new" })).toEqual({
      changes: CHANGE,
      replaces: ["clientSecret"],
    });
    expect(await completeOutput()).toBe(
      "cybersource-webhooks: The OAuth credential of org will be replaced: clientSecret changed.\n",
    );
  });
});
