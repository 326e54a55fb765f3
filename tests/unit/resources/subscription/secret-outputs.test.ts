import { expect, test } from "@jest/globals";
import { holdsSecret } from "../../../../provider/resources/protocol.js";
import { givenAtAdoption, withEarlier } from "../../../../provider/resources/subscription/earlier.js";
import { membersOf } from "../../../../provider/resources/subscription/members.js";
import { appliedOf } from "../../../../provider/resources/subscription/outputs.js";
import { securedSubscription } from "../../../../provider/resources/subscription/secret-outputs.js";
import { canBeToken, canCarryToken } from "../../../../provider/url-token.js";

test.each([
  ["https://hooks.example.com/in?t=1", true],
  ["https://hooks.example.com/in#t", true],
  ["https://t@hooks.example.com/in", true],
  ["https://t:u@hooks.example.com", true],
  ["https://hooks.example.com/@in", false],
  ["https://hooks.example.com:8443/in", false],
  [7, false],
  [undefined, false],
])("whether a URL can carry a token: %s", (value, expected) => {
  expect(canCarryToken(value)).toBe(expected);
});

test.each([
  ["https://hooks.example.com/in?t=1", true],
  ["https://hooks.example.com/services/T012345/bG9uZ3Rva2Vu4bG9u", true],
  ["https://hooks.example.com/hooks/catch/1234567/3f9k2ab/", true],
  ["https://hooks.example.com/in/a8f3k2m9x1q7z", true],
  ["https://hooks.example.com/services/abcdefghijklmnopqrstuvwx", true],
  ["https://hooks.example.com/in/AbCdEfGhIjKlMnOp", true],
  ["https://eo9k2j3h4k5l6m7n.m.example.net", true],
  ["https://hooks.example.com/cybersource/webhooks", false],
  ["https://eu-west-1-hooks-for-orders-2024.example.com/in", false],
  ["https://hooks.example.com/v2/orders", false],
  [7, false],
])("whether a URL that is passed as a secret may be one by itself: %s", (value, expected) => {
  expect(canBeToken(value)).toBe(expected);
});

const secretNames = (secured: Record<string, unknown>): string[] =>
  Object.keys(secured).filter((name) => holdsSecret(secured[name]));
const outputs = {
  webhookUrl: "https://hooks.example.com/in",
  healthCheckUrl: "https://hooks.example.com/up",
  securityPolicy: { securityType: "key" },
};

test("a URL is secret if the program leaves it out, and the policy always", () => {
  expect(secretNames(securedSubscription(outputs))).toEqual(["securityPolicy"]);
  expect(secretNames(securedSubscription(outputs, outputs))).toEqual(["securityPolicy"]);
  const { webhookUrl } = outputs;
  for (const news of [{ webhookUrl }, { webhookUrl, healthCheckUrl: null }]) {
    expect(secretNames(securedSubscription(outputs, news))).toEqual(["healthCheckUrl", "securityPolicy"]);
  }
  expect(secretNames(securedSubscription({ webhookUrl }, {}))).toEqual(["webhookUrl"]);
});

const policy = { algorithm: "ARITHMETIC", firstRetry: 7, interval: 3 };
const held = { ...outputs, name: "hidden", notificationScope: "DESCENDANTS", retryPolicy: policy };

test.each([
  ["dropped", { name: "hidden" }, {}, ["name"]],
  ["given as it was", { name: "hidden", retryPolicy: policy }, { name: "hidden", retryPolicy: policy }, []],
  ["given otherwise, and kept by the service", { name: "hidden" }, { name: "open" }, ["name"]],
  [
    "given otherwise, and taken",
    { name: "other", notificationScope: "SELF" },
    { name: "hidden" },
    ["notificationScope"],
  ],
  ["kept in a part", { retryPolicy: policy }, { retryPolicy: { ...policy, firstRetry: 9 } }, ["retryPolicy"]],
  ["taken in the part that changed", { retryPolicy: { firstRetry: 5 } }, { retryPolicy: policy }, []],
  ["absent at the service", { description: "hidden" }, {}, []],
])("what an earlier program gave is secret while the service has it: %s", (_, sent, given, expected) => {
  const news = { ...outputs, ...given };
  const applied = { sent: news, answered: {} };
  const last = { sent: { webhookUrl: "https://hooks.example.com/in", ...sent }, answered: {} };
  const updated = withEarlier({ ...held, applied }, membersOf(news), last);
  const names = [...expected, "securityPolicy", "applied"].sort();
  expect(secretNames(securedSubscription(updated, news)).sort()).toEqual(names);
  const again = withEarlier({ ...updated, applied }, membersOf(news), appliedOf(updated));
  expect(secretNames(securedSubscription(again, news)).sort()).toEqual(names);
});

test("what an adopted subscription has as the program gives it is secret once the program drops it", () => {
  const given = { name: "hidden", description: "other" };
  const earlier = givenAtAdoption(given, { ...held, description: "of the service" });
  expect(earlier).toEqual({ name: "hidden" });
  const adopted = { ...held, description: "of the service", applied: { sent: {}, answered: {}, earlier } };
  expect(secretNames(securedSubscription(adopted, { ...outputs, ...given }))).toEqual(["securityPolicy", "applied"]);
  const dropped = withEarlier({ ...adopted, applied: { sent: {}, answered: {} } }, outputs, appliedOf(adopted));
  expect(secretNames(securedSubscription(dropped, outputs))).toEqual(["securityPolicy", "name", "applied"]);
});
