import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type Applied,
  differingMembers,
  droppedMembers,
  statusToSet,
  untakenMembers,
} from "../../../../provider/resources/subscription/differences.js";
import { type Members } from "../../../../provider/resources/subscription/members.js";

const given: Members = {
  webhookUrl: "https://hooks.example.com/in",
  healthCheckUrl: "https://hooks.example.com/up?token=aB",
  products: [
    { productId: "tokenManagement", eventTypes: ["tms.networktoken.updated", "tms.networktoken.binding"] },
    { productId: "payByLink", eventTypes: ["payByLink.merchant.payment"] },
  ],
  retryPolicy: { algorithm: "ARITHMETIC", firstRetry: 10, deactivateFlag: false },
  securityPolicy: {
    securityType: "oAuth",
    config: { oAuthURL: "https://auth.example.com/token", additionalConfig: { keyId: "Key-1", client_id: "c" } },
  },
};
const answered: Members = { ...given, name: "orders", notificationScope: "SELF" };
const applied: Applied = { sent: given, answered };
const names = (program: Members, held: Members, last = applied): string[] =>
  differingMembers(program, held, last).map(({ name, by }) => `${name} by the ${by}`);

test("nothing differs right after it was sent", () => {
  expect(names(given, answered)).toEqual([]);
});

describe("a member that the program changes differs", () => {
  test.each<[keyof Members, unknown]>([
    ["webhookUrl", "https://hooks.example.com/other"],
    ["healthCheckUrl", "https://hooks.example.com/up?token=ab"],
    ["products", [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }]],
    ["retryPolicy", { algorithm: "ARITHMETIC", firstRetry: 11, deactivateFlag: false }],
    ["securityPolicy", { securityType: "key" }],
    ["name", "refunds"],
  ])("%s", (name, value) => {
    expect(names({ ...given, [name]: value }, answered)).toEqual([`${name} by the program`]);
  });

  test("a pinned credential in the policy does as well, whatever its letter case", () => {
    const policy = {
      securityType: "oAuth",
      config: { oAuthURL: "https://auth.example.com/token", additionalConfig: { keyId: "key-1", client_id: "c" } },
    };
    expect(names({ ...given, securityPolicy: policy }, answered)).toEqual(["securityPolicy by the program"]);
  });
});

describe("a member that someone changed at the service differs", () => {
  test.each<[keyof Members, unknown]>([
    ["webhookUrl", "https://hooks.example.com/by-hand"],
    ["products", [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }]],
    ["retryPolicy", { algorithm: "GEOMETRIC", firstRetry: 10, deactivateFlag: false }],
    ["securityPolicy", { securityType: "key" }],
  ])("%s", (name, value) => {
    expect(names(given, { ...answered, [name]: value })).toEqual([`${name} by the service`]);
  });

  test("but not one that the program doesn't give", () => {
    expect(names(given, { ...answered, name: "by hand", notificationScope: "DESCENDANTS" })).toEqual([]);
  });
});

describe("another way to write the same is no difference", () => {
  test.each<[string, Members]>([
    ["the default port and the host's letter case", { webhookUrl: "https://HOOKS.example.com:443/in" }],
    ["the order of products and events", { products: [...(given.products as object[])].reverse() }],
    [
      "numbers and booleans as text",
      { retryPolicy: { algorithm: "Arithmetic", firstRetry: "10", deactivateFlag: "false" } },
    ],
    [
      "members that the service adds",
      { securityPolicy: { ...(given.securityPolicy as object), proxyType: "external" } },
    ],
    [
      "letter case of the service's words",
      { securityPolicy: { ...(given.securityPolicy as object), securityType: "OAUTH" } },
    ],
    ["a part that is left out", { securityPolicy: { securityType: "oAuth" } }],
  ])("%s", (_what, rewritten) => {
    expect(names(given, { ...answered, ...rewritten })).toEqual([]);
    expect(names(given, answered, { sent: given, answered: { ...answered, ...rewritten } })).toEqual([]);
  });

  test.each<[string, Members]>([
    ["the default port", { webhookUrl: "https://hooks.example.com:443/in" }],
    ["the order of products and events", { products: [...(given.products as object[])].reverse() }],
  ])("not in the program either: %s", (_what, rewritten) => {
    expect(names({ ...given, ...rewritten }, answered)).toEqual([]);
  });

  test("nor is a member that an answer leaves out", () => {
    expect(names(given, {})).toEqual([]);
  });
});

test("whatever the service makes of a member, the same answer again is no difference", () => {
  const anything = fc.dictionary(
    fc.constantFrom("webhookUrl", "healthCheckUrl", "products", "retryPolicy", "securityPolicy", "name", "other"),
    fc.jsonValue({ maxDepth: 3 }),
  );
  fc.assert(
    fc.property(anything, (rewritten) => {
      expect(names(given, rewritten, { sent: given, answered: rewritten })).toEqual([]);
    }),
  );
});

describe("a subscription that Pulumi never sent", () => {
  const adopted: Applied = { sent: {}, answered };

  test("lacks whatever the service doesn't say, such as a credential to pin", () => {
    const unpinned = {
      securityType: "oAuth",
      config: { oAuthURL: "https://auth.example.com/token", additionalConfig: { client_id: "c" } },
    };
    expect(names(given, { ...answered, securityPolicy: unpinned }, adopted)).toEqual(["securityPolicy by the program"]);
    expect(names(given, { ...answered, healthCheckUrl: undefined }, adopted)).toEqual([
      "healthCheckUrl by the program",
    ]);
  });

  test("is compared with what the service says", () => {
    expect(names(given, answered, adopted)).toEqual([]);
    expect(names({ ...given, webhookUrl: "https://hooks.example.com/new" }, answered, adopted)).toEqual([
      "webhookUrl by the program",
    ]);
  });
});

test("a member that the program gave and then leaves out is dropped, and differs in nothing", () => {
  const without: Members = { ...given, retryPolicy: undefined };
  expect(droppedMembers(without, applied)).toEqual(["retryPolicy"]);
  expect(names(without, answered)).toEqual([]);
});

describe("a member that was sent", () => {
  const sent = { retryPolicy: { firstRetry: 20 } };

  test("is untaken if the service keeps the value from before", () => {
    expect(untakenMembers(sent, answered, answered, {})).toEqual(["retryPolicy"]);
  });

  test("is taken if the service says it, in whatever form, or leaves it out", () => {
    expect(untakenMembers(sent, answered, { retryPolicy: { firstRetry: "20", interval: 1 } }, {})).toEqual([]);
    expect(untakenMembers(sent, answered, {}, {})).toEqual([]);
  });

  test("once untaken, is quiet afterwards", () => {
    const after: Applied = { sent: { ...given, ...sent }, answered };
    expect(names({ ...given, ...sent }, answered, after)).toEqual([]);
  });
});

describe("the status to set", () => {
  test.each([
    [true, "INACTIVE", "ACTIVE"],
    [true, "SUSPENDED", "ACTIVE"],
    [true, "ACTIVE", undefined],
    [true, "PENDING_REVIEW", undefined],
    [true, "BLOCKED", undefined],
    [false, "ACTIVE", "INACTIVE"],
    [false, "INACTIVE", undefined],
    [false, "SUSPENDED", undefined],
    [false, "PENDING_REVIEW", undefined],
  ])("wanted active %s, at the service %s: %s", (isActive, status, expected) => {
    expect(statusToSet(isActive, status)).toBe(expected);
  });
});
