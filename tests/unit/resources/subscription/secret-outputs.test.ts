import { expect, test } from "@jest/globals";
import { holdsSecret } from "../../../../provider/resources/protocol.js";
import { canCarryToken, securedSubscription } from "../../../../provider/resources/subscription/secret-outputs.js";

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
