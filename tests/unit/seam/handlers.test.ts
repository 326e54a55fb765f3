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

test("keys are asked for where the stack's configuration says, each with a correlation id of its own", async () => {
  configureHost();
  const news = { organizationId: "org" };
  const made = await webhookSigningKey.create(news);
  await webhookOAuthCredential.create({ ...news, clientId: "client", clientSecret: "secret" });
  expect(made.outs).toMatchObject({ host: new URL(platform.origin).host });
  expect(platform.journal.map(({ action }) => action)).toEqual(["CREATE", "STORE"]);
  const ids = platform.journal.map(({ correlationId }) => correlationId);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/);
});

test("what is missing is told, whether nothing is configured or something that is no text", async () => {
  for (const host of [undefined, 7]) {
    setConfiguration({ "cybersource-webhooks:host": host });
    await expect(webhookSigningKey.create({ organizationId: "org" })).rejects.toThrow(
      'ERR_CONNECTION: connection "default" cannot be used, and nothing was sent:\n  - environment is missing',
    );
  }
});

test("a reason is printed under the package's name, by the clock of this machine", async () => {
  const olds = { organizationId: "org", expirationDate: new Date(Date.now() - 1000).toISOString() };
  expect(await webhookSigningKey.diff("org/id", olds, { organizationId: "org" })).toMatchObject({
    replaces: ["expirationDate"],
  });
  expect(printed).toEqual(["cybersource-webhooks: The signing key of org will be replaced: it has expired."]);
  const living = { ...olds, expirationDate: new Date(Date.now() + 60_000).toISOString() };
  expect(await webhookSigningKey.diff("org/id", living, { organizationId: "org" })).toMatchObject({ replaces: [] });
});

test("verification keys need no configuration", async () => {
  const current = { keyId: "key-id", key: "a2V5IG9mIHRlc3Rz", expirationDate: "2027-01-31T12:00:00Z" };
  expect(await webhookVerificationKeys.create({ current })).toMatchObject({
    id: "verification-keys/436319432647e005",
  });
});
