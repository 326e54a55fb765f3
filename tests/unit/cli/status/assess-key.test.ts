import { describe, expect, test } from "@jest/globals";
import { assessKey } from "../../../../cli/status/assess-key.js";
import { type KeyStatus } from "../../../../cli/status/key-status.js";
import { type KeyGiven, keyResource, NOW, sealed } from "./states.js";

const never = (): string => {
  throw new Error("nothing is encrypted here");
};
const statusOf = (given: KeyGiven): KeyStatus => assessKey(keyResource(given), never, NOW);

test("a key is told of without its secrets", () => {
  expect(statusOf({})).toEqual({
    project: "webhooks",
    stack: "prod",
    name: "orders",
    kind: "WebhookSigningKey",
    urn: "urn:pulumi:prod::webhooks::pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey::orders",
    organizationId: "merchant_org",
    host: "api.cybersource.com",
    state: "valid",
    flags: [],
    daysLeft: 200,
    daysUntilDue: 170,
    percentLeft: 55,
    nextUp: { action: "keep", reason: "" },
  });
});

describe("state, days and what the next up does", () => {
  const minute = 1 / 1440;
  test.each<[what: string, given: KeyGiven, state: string, days: number | undefined, nextUp: string]>([
    ["before its window", { end: 30 + minute }, "valid", 30, "keep"],
    ["at its window", { end: 30 }, "due", 30, "replace due"],
    ["a minute before its end", { end: minute }, "due", 0, "replace due"],
    ["at its end", { end: 0 }, "expired", 0, "replace expired"],
    ["a minute after its end", { end: -minute }, "expired", -1, "replace expired"],
    ["without a window", { end: 200, inputs: {} }, "valid", 200, "keep no renewal window"],
    ["with a secret window", { end: 30, inputs: { renewBeforeDays: sealed(30) } }, "due", 30, "replace due"],
    ["with a window that is cut", { end: 4, issuedDays: 5 }, "valid", 4, "keep"],
    ["inside a window that is cut", { end: 3, issuedDays: 6 }, "due", 3, "replace due"],
    ["that is protected and valid", { flags: { protect: true } }, "valid", 200, "keep"],
    ["that is protected and due", { end: 1, flags: { protect: true } }, "due", 1, "fail protected"],
    ["that is tainted", { flags: { taint: true } }, "valid", 200, "replace tainted"],
    ["that is tainted and protected", { flags: { taint: true, protect: true } }, "valid", 200, "fail protected"],
    ["without a date that can be read", { end: "soon" }, "unreadable", undefined, "fail unreadable date"],
    ["unreadable and tainted", { end: "", flags: { taint: true } }, "unreadable", undefined, "replace tainted"],
    ["half replaced", { flags: { pendingReplacement: true } }, "valid", 200, "replace a replacement has begun"],
  ])("of a key %s", (_what, given, state, daysLeft, nextUp) => {
    const status = statusOf(given);
    expect({ state: status.state, daysLeft: status.daysLeft }).toEqual({ state, daysLeft });
    expect(`${status.nextUp.action} ${status.nextUp.reason}`.trim()).toBe(nextUp);
  });
});

test("flags stand beside the state", () => {
  const given = { outputs: { status: "ADOPTED" }, flags: { protect: true, taint: true } };
  expect(statusOf(given).flags).toEqual(["adopted", "protected", "tainted"]);
});

test.each<[what: string, given: KeyGiven, percentLeft: number]>([
  ["new", { end: 365, issuedDays: 0 }, 100],
  ["half over", { end: 100, issuedDays: 100 }, 50],
  ["over", { end: -1 }, 0],
  ["adopted, counted against what is asked for", { end: 73, outputs: { submitTimeUtc: undefined } }, 20],
  ["adopted for longer than is asked for", { end: 1000, outputs: { submitTimeUtc: undefined } }, 100],
  ["unreadable", { end: "?" }, 0],
])("percent left of a key that is %s", (_what, given, percentLeft) => {
  expect(statusOf(given).percentLeft).toBe(percentLeft);
});

test("a secret organization is not shown", () => {
  const outputs = { organizationId: sealed("secret_org"), host: sealed("secret.example") };
  expect(statusOf({ outputs })).toMatchObject({ organizationId: "[secret]", host: "[secret]" });
});

test("a name cannot steer a terminal", () => {
  expect(statusOf({ name: "red\u001b[31m\n\u202e" }).name).toBe("red?[31m??");
});
