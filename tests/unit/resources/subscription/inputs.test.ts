import { describe, expect, test } from "@jest/globals";
import { check } from "../../../../provider/resources/check.js";
import { WEBHOOK_SUBSCRIPTION } from "../../../../provider/resources/subscription/table.js";
import { UNKNOWN } from "../unknown.js";

const PRODUCT = { productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] };
const GOOD = { organizationId: "org", webhookUrl: "https://hooks.example.com/in", products: [PRODUCT] };
const reasonsOf = (news: Readonly<Record<string, unknown>>): string[] =>
  check(WEBHOOK_SUBSCRIPTION, { ...GOOD, ...news }).map(({ property, reason }) => property + reason);
const policy = (config: unknown): Record<string, unknown> => ({ securityPolicy: { securityType: "oAuth", config } });

test.each<Record<string, unknown>>([
  { webhookUrl: "https://hooks.example.com:8443/in?token=x" },
  { webhookUrl: "http://127.0.0.1:8080/" },
  { webhookUrl: "http://localhost/" },
  { healthCheckUrl: "HTTPS://hooks.example.com" },
  { products: [PRODUCT, { productId: "new product", eventTypes: ["any.event"] }] },
  { name: "n", description: "d", notificationScope: "DESCENDANTS" },
  { retryPolicy: {} },
  { retryPolicy: { algorithm: "GEOMETRIC", firstRetry: 0, interval: 2, numberOfRetries: 0 } },
  { retryPolicy: { deactivateFlag: true, repeatSequenceCount: 1, repeatSequenceWaitTime: 0 } },
  { securityPolicy: { securityType: "key" } },
  policy({ oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer", oAuthTokenExpiry: 365 }),
  policy({ oAuthTokenExpiry: "365", additionalConfig: { aud: "a", keyId: "k", any: "thing" } }),
  policy({ additionalConfig: { keyId: UNKNOWN } }),
  { webhookUrl: UNKNOWN, products: UNKNOWN, active: UNKNOWN },
  { products: [{ productId: UNKNOWN, eventTypes: [UNKNOWN] }] },
  { active: false },
  { adopt: "a-webhook-id" },
  { healthCheckUrl: null },
])("accepts %j", (news) => {
  expect(reasonsOf(news)).toEqual([]);
});

const meaningOf = (name: keyof typeof WEBHOOK_SUBSCRIPTION.inputs): string => WEBHOOK_SUBSCRIPTION.inputs[name].meaning;

test.each([".", ".."])("refuses %j, which in a path isn't an id", (id) => {
  const form = "must be 1 to 100 visible ASCII characters without spaces, and not only dots.";
  expect(reasonsOf({ adopt: id, organizationId: id })).toEqual([
    `ERR_INPUT_INVALID: organizationId ${form} ${meaningOf("organizationId")}`,
    `ERR_INPUT_INVALID: adopt ${form} ${meaningOf("adopt")}`,
  ]);
});

describe("a URL", () => {
  const BAD: readonly (readonly [url: string, why: string])[] = [
    ["http://hooks.example.com/in", "it begins with http://"],
    ["https://user:pass@hooks.example.com/", "it has one"],
    ["https://user@hooks.example.com/", "it has one"],
    ["https://:pass@hooks.example.com/", "it has one"],
    ["https://", "https: must be followed by // and a host"],
    ["https:///hooks.example.com", "https: must be followed by // and a host"],
    ["https:hooks.example.com", "https: must be followed by // and a host"],
    ["https:\\\\hooks.example.com", "https: must be followed by // and a host"],
    ["https://hooks.example.com:99999/", "its host or its port isn't valid"],
    [" https://hooks.example.com/", "it contains a space or a line end"],
    ["https://hooks.example.com/\n", "it contains a space or a line end"],
    ["https://hooks.example.com/a b", "it contains a space or a line end"],
    ["ftp://hooks.example.com/", "it doesn't begin with https://"],
    ["htps://hooks.example.com/", "it doesn't begin with https://"],
    ["hooks.example.com", "it doesn't begin with https://"],
    ["", "it is empty"],
  ];

  test.each(BAD)("that isn't accepted is refused without its value: %j", (url, why) => {
    const form = `must be an https URL without a user name or password, but ${why}.`;
    expect(reasonsOf({ webhookUrl: url, healthCheckUrl: url, ...policy({ oAuthURL: url }) })).toEqual([
      `ERR_INPUT_INVALID: webhookUrl ${form} ${meaningOf("webhookUrl")}`,
      `ERR_INPUT_INVALID: healthCheckUrl ${form} ${meaningOf("healthCheckUrl")}`,
      `ERR_INPUT_INVALID: securityPolicy.config.oAuthURL ${form} ${meaningOf("securityPolicy")}`,
    ]);
  });
});

/** What isn't a whole number that every JSON reader reads alike. */
const NOT_WHOLE = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1"];

test.each<[string, unknown, string]>([
  ["products", [], "products must be a list of at least one product"],
  ["products", {}, "products must be a list of products, but it is an object"],
  ["products", [{ productId: "a" }], "products.0.eventTypes must be a list of event types"],
  ["products", [{ productId: "a", eventTypes: [] }], "products.0.eventTypes must be a list of at least one event type"],
  ["products", [{ productId: "", eventTypes: ["a"] }], "products.0.productId must be a string that isn't empty"],
  ["products", [null], "products.0 must be an object of productId and eventTypes"],
  ["products", [{ ...PRODUCT, extra: 1 }], "products.0 has no member extra. Its members are productId, eventTypes"],
  ...["firstRetry", "interval", "repeatSequenceWaitTime"].flatMap((name) =>
    NOT_WHOLE.map((value): [string, unknown, string] => [
      "retryPolicy",
      { [name]: value },
      `retryPolicy.${name} must be a whole number of minutes, 0 or more`,
    ]),
  ),
  ...["numberOfRetries", "repeatSequenceCount"].flatMap((name) =>
    NOT_WHOLE.map((value): [string, unknown, string] => [
      "retryPolicy",
      { [name]: value },
      `retryPolicy.${name} must be a whole number, 0 or more`,
    ]),
  ),
  ["retryPolicy", { deactivateFlag: "true" }, "retryPolicy.deactivateFlag must be a boolean"],
  ["securityPolicy", {}, "securityPolicy.securityType must be a string"],
  ["securityPolicy", "key", "securityPolicy must be an object of securityType and config, but it is a string"],
  [
    "securityPolicy",
    { securityType: "oAuth", config: { additionalConfig: { keyId: 7 } } },
    "securityPolicy.config.additionalConfig.keyId must be a string",
  ],
  ["active", "false", "active must be a boolean, but it is a string"],
  ["adopt", "two words", "adopt must be 1 to 100 visible ASCII characters without spaces"],
  ["name", " ", "name must be a string that isn't empty"],
] as const)("rejects %s: %j", (name, value, text) => {
  const meaning = meaningOf(name as keyof typeof WEBHOOK_SUBSCRIPTION.inputs);
  expect(reasonsOf({ [name]: value })).toEqual([`ERR_INPUT_INVALID: ${text}. ${meaning}`]);
});

test.each<["products" | "retryPolicy" | "securityPolicy", unknown, string]>([
  ["retryPolicy", { retries: 3 }, "retryPolicy has no member retries. Did you mean numberOfRetries?"],
  [
    "retryPolicy",
    { retries: 3, firstRety: UNKNOWN, extra: 1 },
    "retryPolicy has no member retries or firstRety or extra. Did you mean numberOfRetries and firstRetry?",
  ],
  [
    "products",
    [PRODUCT, { productId: "a", eventType: ["a.b"] }],
    "products.1 has no member eventType. Did you mean eventTypes?",
  ],
  [
    "securityPolicy",
    { securityType: "oAuth", config: { url: "https://hooks.example.com/" } },
    "securityPolicy.config has no member url. Its members are oAuthURL, oAuthTokenType, oAuthTokenExpiry, additionalConfig.",
  ],
])("names the member that %s probably means: %j", (name, value, text) => {
  expect(reasonsOf({ [name]: value })).toEqual([`ERR_INPUT_INVALID: ${text} ${meaningOf(name)}`]);
});

test("names its inputs if the program gives another one", () => {
  expect(reasonsOf({ webhookURL: "x" })).toEqual([
    "ERR_INPUT_UNEXPECTED: WebhookSubscription has no input named webhookURL. Did you mean webhookUrl?",
  ]);
});
