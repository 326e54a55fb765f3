import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { type JournalEntry } from "../../local/platform/journal.js";
import { startPlatform, type Platform } from "../../local/platform/server.js";
import { providerText } from "../../provider/seam/provider-text.js";
import { startEngineLog } from "../support/engine-log.js";
import { CHANGE, NO_CHANGE, plain, secret, UNKNOWN } from "./wire.js";
import { createScratch } from "../support/project.js";
import {
  completeOutput,
  failed,
  type ProviderOptions,
  type ProviderProcess,
  startProvider,
} from "../support/provider-process.js";

const signingText = providerText("webhook-signing-key");
const oauthText = providerText("webhook-oauth-credential");
let folder: string;
let platform: Platform;
/** The process of most tests: what they look at depends on nothing that another test did. */
let shared: ProviderProcess;
/** The process of a test that needs its own, such as one that reads all of its output. */
let own: ProviderProcess | undefined;
/** Each test has one of its own. */
let organizationId: string;
let count = 0;
let requestsBefore = 0;

const startWith = async (options: Partial<ProviderOptions> = {}): Promise<ProviderProcess> => {
  const config = { "cybersource-webhooks:host": platform.origin, "cybersource-webhooks:authentication": "none" };
  return startProvider({ text: signingText, folder, config, ...options });
};
const start = async (options?: Partial<ProviderOptions>): Promise<ProviderProcess> => (own = await startWith(options));
beforeAll(async () => {
  folder = createScratch("protocol");
  platform = await startPlatform();
  shared = await startWith();
});
beforeEach(() => {
  organizationId = `org-${(count += 1)}`;
  requestsBefore = platform.journal.length;
});
afterEach(async () => {
  await own?.stop();
  own = undefined;
});
afterAll(async () => {
  await shared.stop();
  await platform.close();
});

/** The requests that the platform got in this test. */
const requests = (): readonly JournalEntry[] => platform.journal.slice(requestsBefore);

describe("WebhookSigningKey in Pulumi's provider process", () => {
  test("is checked, created, compared, read, updated and deleted with a single request", async () => {
    const news = { organizationId, renewBeforeDays: 30 };
    expect((await shared.check({}, news)).failures).toEqual([]);
    const { id, outs } = await shared.create(news);

    const issued = platform.currentKey(organizationId, "sharedSecret");
    expect(secret(outs.keyId)).toBe(issued?.keyId);
    expect(secret(outs.key)).toBe(issued?.key);
    expect(Math.trunc(Date.parse(String(secret(outs.expirationDate))) / 1000)).toBe(
      Math.trunc((issued?.expirationDate.getTime() ?? 0) / 1000),
    );
    expect(secret(outs.submitTimeUtc)).toMatch(/Z$/);
    expect(outs).toMatchObject({
      organizationId,
      expiryDuration: 365,
      keyProvider: "nrtd",
      tenant: organizationId,
      host: new URL(platform.origin).host,
      status: "ACTIVE",
    });
    expect(outs).not.toHaveProperty("renewBeforeDays");
    expect(id).toMatch(new RegExp(`^${organizationId}/[0-9a-f]{16}$`));

    const olds = plain(outs);
    expect(await shared.diff(id, olds, news)).toEqual({ changes: NO_CHANGE, replaces: [] });
    const read = await shared.read(id, olds);
    expect(read).toMatchObject({ id, hasInputs: false });
    expect(plain(read.props)).toEqual(olds);
    expect(plain(await shared.update(id, olds, news))).toEqual(olds);
    await shared.remove(id, olds);
    expect(requests()).toHaveLength(1);
  });

  test("doesn't warn of a first key at a replacement or an adoption", async () => {
    const provider = await start();
    const news = { organizationId };
    await provider.check({ organizationId }, news);
    await provider.check({}, news);
    await provider.check(
      {},
      { ...news, adopt: { keyId: "i", key: "aGFuZC1tYWRl", expirationDate: "2099-01-01T00:00:00Z" } },
    );
    expect(await completeOutput(provider)).toBe(
      `cybersource-webhooks: The signing key of ${organizationId} will be adopted. No request is sent.\n`,
    );
  });

  test("sends notices to the engine, with a severity and each once, instead of printing them", async () => {
    const engine = await startEngineLog();
    const provider = await start({ engineAddress: engine.address });
    await provider.check({}, { organizationId });
    const expirationDate = "2020-01-01T00:00:00.000Z";
    const due = ["due-a", "due-b", "due-c"];
    // Twice, as in a run that refreshes first.
    await Promise.all(
      [...due, ...due].map((id) => provider.diff(id, { organizationId: id, expirationDate }, { organizationId: id })),
    );
    // The engine gets every notice before the call that caused it returns.
    const first = `^cybersource-webhooks: Creating a signing key for ${organizationId} at 127\\.0\\.0\\.1:\\d+\\. If `;
    expect(engine.logged).toEqual([
      { severity: LogSeverity.WARNING, message: expect.stringMatching(new RegExp(first)), urn: "" },
      ...due.map((id) => ({
        severity: LogSeverity.INFO,
        message: `cybersource-webhooks: The signing key of ${id} will be replaced: it has expired.`,
        urn: "",
      })),
    ]);
    expect(await completeOutput(provider)).toBe("");
    await engine.stop();
  });

  test("warns of a first key once", async () => {
    const provider = await start();
    await provider.check({}, { organizationId: "org2" });
    await provider.check({}, { organizationId: "org3" });
    await provider.diff("x", { expirationDate: "2099-01-01T00:00:00Z" }, {});
    expect((await completeOutput(provider)).match(/Creating a signing key for org2/g)).toHaveLength(1);
  });

  test("adopts a key without a request, and requests another one only after it was adopted and is due", async () => {
    const provider = await start();
    const adopt = { keyId: "hand-made-id", key: "aGFuZC1tYWRl", expirationDate: "2099-01-01T00:00:00+0000" };
    const { outs } = await provider.create({ organizationId, adopt });
    expect(plain(outs)).toMatchObject({ ...adopt, expirationDate: "2099-01-01T00:00:00.000Z", status: "ADOPTED" });
    expect(requests()).toHaveLength(0);
    const expired = { ...adopt, expirationDate: "2020-01-01T00:00:00Z" };
    const { message } = await failed(provider.create({ organizationId, adopt: expired }));
    expect(message).toContain("ERR_ADOPT_EXPIRED");
    expect(requests()).toHaveLength(0);
    const olds = { ...plain(outs), expirationDate: "2020-01-01T00:00:00Z" };
    const news = { organizationId, adopt };
    await provider.diff("org/0", olds, news);
    await provider.check({}, news);
    expect(plain((await provider.create(news)).outs).keyId).not.toBe("hand-made-id");
    expect(requests()).toHaveLength(1);
    expect(await completeOutput(provider)).not.toContain("hand-made-id");
  });

  test("stores an issued key that has expired as half-made, and replaces it next", async () => {
    platform.grant({ grantSeconds: -60 });
    const failure = await failed(shared.create({ organizationId }));
    platform.grant({});
    expect(failure.half?.reasons).toEqual([expect.stringContaining("ERR_KEY_EXPIRED")]);
    const id = failure.half?.id ?? "";
    const properties = failure.half?.properties ?? {};
    const issued = platform.currentKey(organizationId, "sharedSecret");
    expect(secret(properties.key)).toBe(issued?.key);
    expect(failure.message + (failure.half?.reasons.join() ?? "")).not.toContain(issued?.key);
    expect(await shared.diff(id, plain(properties), { organizationId })).toEqual({
      changes: CHANGE,
      replaces: ["expirationDate"],
    });
  });

  test("creates a key whose date can't be read, and never replaces it", async () => {
    platform.fault({ kind: "edit", made: true, set: { "keyInformation.expirationDate": "in a year" } }, 1, {
      organizationId,
    });
    const news = { organizationId };
    const { id, outs } = await shared.create(news);
    const olds = plain(outs);
    expect(olds.expirationDate).toBe("in a year");
    expect(await shared.diff(id, olds, news)).toEqual({ changes: NO_CHANGE, replaces: [] });
    expect(plain(await shared.update(id, olds, news))).toEqual(olds);
    expect(requests()).toHaveLength(1);
  });

  test("works without credentials, except for create, which lists what is missing and sends nothing", async () => {
    const provider = await start({ config: {} });
    const olds = { organizationId, expirationDate: "2099-01-01T00:00:00Z", host: "apitest.cybersource.com" };
    await provider.check({}, { organizationId });
    expect((await provider.diff("id", olds, { organizationId })).replaces).toEqual([]);
    await provider.read("id", olds);
    await provider.remove("id", olds);
    const { message } = await failed(provider.create({ organizationId }));
    expect(message).toContain("ERR_CONNECTION");
    expect(message).toContain("CYBERSOURCE_MERCHANT_SECRET_KEY");
  });

  test("is configured before it handles any of many simultaneous calls", async () => {
    const provider = await start();
    const organizations = ["a", "b", "c", "d", "e"];
    await Promise.all(organizations.map((name) => provider.create({ organizationId: name })));
    expect(
      requests()
        .map((entry) => entry.organizationId)
        .sort(),
    ).toEqual(organizations);
  });

  test("announces that a key is due without repeating its date, its id or the key", async () => {
    const provider = await start();
    const olds = { organizationId, keyId: "kid-0123456789", expirationDate: "2020-01-01T00:00:00.000Z" };
    await provider.diff("org/0123", olds, { organizationId });
    await provider.diff("org/0123", { ...olds, expirationDate: "2099-01-01T00:00:00Z" }, { organizationId });
    expect(await completeOutput(provider)).toBe(
      `cybersource-webhooks: The signing key of ${organizationId} will be replaced: it has expired.\n`,
    );
  });

  test("check accepts unknown values and returns them unchanged", async () => {
    const news = { organizationId: UNKNOWN, expiryDuration: UNKNOWN };
    const { failures, inputs } = await shared.check({}, news);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject(news);
  });
});

describe("WebhookOAuthCredential in Pulumi's provider process", () => {
  test("stores the credential and keeps it secret", async () => {
    const provider = await start({ text: oauthText });
    const news = { organizationId, clientId: "client", clientSecret: "hush-hush-hush", renewBeforeDays: 30 };
    const { id, outs } = await provider.create(news);
    expect(platform.currentKey(organizationId, "oAuthClientCredentials")?.key).toBe("hush-hush-hush");
    expect(secret(outs.key)).toBe("hush-hush-hush");
    expect(secret(outs.clientSecret)).toBe("hush-hush-hush");
    expect(outs).toMatchObject({ clientId: "client", keyProvider: organizationId, tenant: "nrtd" });
    expect(await provider.diff(id, plain(outs), news)).toEqual({ changes: NO_CHANGE, replaces: [] });
    expect(await provider.diff(id, plain(outs), { ...news, clientSecret: "new" })).toEqual({
      changes: CHANGE,
      replaces: ["clientSecret"],
    });
    expect(await completeOutput(provider)).toBe(
      `cybersource-webhooks: The OAuth credential of ${organizationId} will be replaced: clientSecret changed.\n`,
    );
  });
});
