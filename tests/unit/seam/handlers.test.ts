import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import {
  configure,
  webhookOAuthCredential,
  webhookSigningKey,
  webhookSubscription,
  webhookVerificationKeys,
} from "../../../provider/seam/handlers.js";
import { plain } from "../../support/subscription-site.js";

let platform: Platform;
let printed: string[];
beforeEach(async () => {
  platform = await startPlatform();
  printed = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
});
afterEach(async () => {
  jest.restoreAllMocks();
  setConfiguration({});
  await platform.close();
});

const setConfiguration = (values: Readonly<Record<string, unknown>>): void =>
  configure({ config: { get: (key: string) => values[key] } } as unknown as Parameters<typeof configure>[0]);
const configureHost = (): void =>
  setConfiguration({ "cybersource-webhooks:host": platform.origin, "cybersource-webhooks:authentication": "none" });

test("keys are requested from the configured host, each with its own correlation id", async () => {
  configureHost();
  const news = { organizationId: "org" };
  const created = await webhookSigningKey.create(news);
  await webhookOAuthCredential.create({ ...news, clientId: "client", clientSecret: "secret" });
  expect(created.outs).toMatchObject({ host: new URL(platform.origin).host });
  expect(platform.journal.map(({ action }) => action)).toEqual(["CREATE", "STORE"]);
  const ids = platform.journal.map(({ correlationId }) => correlationId);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/);
});

test("an error lists missing settings, if nothing is configured or a value isn't a string", async () => {
  for (const host of [undefined, 7]) {
    setConfiguration({ "cybersource-webhooks:host": host });
    await expect(webhookSigningKey.create({ organizationId: "org" })).rejects.toThrow(
      'ERR_CONNECTION: connection "default" cannot be used, and nothing was sent:\n  - environment is missing',
    );
  }
});

test("the handlers use the clock of this machine, and prefix notices with the name of the package", async () => {
  const olds = { organizationId: "org", expirationDate: new Date(Date.now() - 1000).toISOString() };
  expect(await webhookSigningKey.diff("org/id", olds, { organizationId: "org" })).toMatchObject({
    replaces: ["expirationDate"],
  });
  expect(printed).toEqual(["cybersource-webhooks: The signing key of org will be replaced: it has expired."]);
  const valid = { ...olds, expirationDate: new Date(Date.now() + 60_000).toISOString() };
  expect(await webhookSigningKey.diff("org/id", valid, { organizationId: "org" })).toMatchObject({ replaces: [] });
});

test("what is said of a key is said once of each, and names its host unless that's the default connection's", async () => {
  const india = "api.in.example.com";
  setConfiguration({
    "cybersource-webhooks:host": platform.origin,
    "cybersource-webhooks:connections": JSON.stringify({ india: { host: india }, same: { host: platform.origin } }),
  });
  const olds = { organizationId: "acme", keyId: "id", key: "key", expirationDate: "2026-01-01T00:00:00Z" };
  const { host } = new URL(platform.origin);
  const compare = async (id: string, state: object, news: object): Promise<void> => {
    const due = { ...olds, host, ...state };
    for (const _ of ["refresh", "update"])
      await webhookOAuthCredential.diff(id, due, { organizationId: "acme", ...news });
  };
  await compare("acme/1", {}, {});
  await compare("acme/2", {}, {});
  await compare("acme/3", { host: india }, { connection: "india" });
  await compare("acme/4", {}, { connection: "same" });
  const said = (at: string): string =>
    `cybersource-webhooks: The OAuth credential of acme${at} will be replaced: it has expired.`;
  expect(printed).toEqual([said(""), said(""), said(` at ${india}`), said("")]);
});

test("each key without a renewal window is warned of, and each that will be adopted is announced", async () => {
  configureHost();
  const news = { organizationId: "acme", clientId: "client", clientSecret: "secret" };
  for (const keyId of ["first", "second"]) {
    const adopt = { keyId, key: "secret", expirationDate: "2099-01-01" };
    await webhookOAuthCredential.check({}, { ...news, adopt });
    await webhookOAuthCredential.create({ ...news, adopt, renewBeforeDays: 0 });
  }
  const countOf = (words: string): number => printed.filter((line) => line.includes(words)).length;
  expect(["will be adopted", "was adopted", "has no renewal window"].map(countOf)).toEqual([2, 2, 2]);
});

test("verification keys need no configuration", async () => {
  const current = { keyId: "key-id", key: "a2V5IG9mIHRlc3Rz", expirationDate: "2027-01-31T12:00:00Z" };
  expect(await webhookVerificationKeys.create({ current })).toMatchObject({
    id: "verification-keys/436319432647e005",
  });
});

describe("many subscriptions", () => {
  const newsOf = (organizationId: string) => ({
    organizationId,
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    __ownName: "orders",
  });
  const organizations = (count: number) => Array.from({ length: count }, (_, index) => `org-${index}`);
  let mostAtOnce: number;
  const countAtOnce = (message: unknown): void => {
    const { response } = message as { response: ServerResponse };
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    response.once("close", () => (atOnce -= 1));
  };
  let atOnce: number;
  beforeEach(async () => {
    await platform.close();
    platform = await startPlatform({
      // Long enough for ten requests to arrive on a busy machine.
      latencyMs: 80,
      subscriptions: { firstStatus: "ACTIVE", signingKeyRequired: false },
    });
    configureHost();
    [atOnce, mostAtOnce] = [0, 0];
    subscribe("http.server.request.start", countAtOnce);
  });
  afterEach(() => void unsubscribe("http.server.request.start", countAtOnce));

  test("and keys together send at most ten requests at once", async () => {
    await Promise.all(
      organizations(10).flatMap((organizationId) => [
        webhookSigningKey.create({ organizationId }),
        webhookSubscription.create(newsOf(organizationId)),
      ]),
    );
    expect(platform.journal).toHaveLength(40);
    expect(mostAtOnce).toBe(10);
  });

  test("send one request each when they are refreshed, ten at once, and none when nothing changes", async () => {
    const made = await Promise.all(
      organizations(30).map(async (organizationId) => {
        const news = newsOf(organizationId);
        const created = await webhookSubscription.create(news);
        return { id: created.id, olds: plain(created.outs), news };
      }),
    );
    const { length: before } = platform.journal;
    for (const { id, olds, news } of made) {
      await webhookSubscription.check(olds, news);
      expect(await webhookSubscription.diff(id, olds, news)).toMatchObject({ changes: false });
    }
    expect(platform.journal).toHaveLength(before);
    mostAtOnce = 0;
    await Promise.all(made.map(({ id, olds }) => webhookSubscription.read(id, olds)));
    expect(platform.journal.slice(before).map(({ action }) => action)).toEqual(Array(30).fill("READ_SUBSCRIPTION"));
    expect(mostAtOnce).toBe(10);
  });
});
