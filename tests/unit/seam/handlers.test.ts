import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import {
  configure,
  webhookOAuthCredential,
  webhookSigningKey,
  webhookVerificationKeys,
} from "../../../provider/seam/handlers.js";

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

test("verification keys need no configuration", async () => {
  const current = { keyId: "key-id", key: "a2V5IG9mIHRlc3Rz", expirationDate: "2027-01-31T12:00:00Z" };
  expect(await webhookVerificationKeys.create({ current })).toMatchObject({
    id: "verification-keys/436319432647e005",
  });
});
