import { describe, expect, test } from "@jest/globals";
import { assessKey } from "../../../../cli/status/assess-key.js";
import { type KeyStatus } from "../../../../cli/status/key-status.js";
import { type KeyGiven, keyResource, NOW, sealed } from "./states.js";

const never = (): string => {
  throw new Error("nothing is encrypted here");
};
const statusOf = (given: KeyGiven): KeyStatus => assessKey(keyResource(given), never, NOW);

test("the status of a key contains no secrets", () => {
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

describe("state, days left and what the next up does", () => {
  const minute = 1 / 1440;
  const ENCRYPTION = { kind: "WebhookEncryptionKey", inputs: {} } as const;
  const NEW = "needs a new certificate";
  test.each<[what: string, given: KeyGiven, state: string, days: number | undefined, nextUp: string]>([
    ["before its renewal window", { end: 30 + minute }, "valid", 30, "keep"],
    ["at the start of its renewal window", { end: 30 }, "due", 30, "replace due"],
    ["a minute before it expires", { end: minute }, "due", 0, "replace due"],
    ["when it expires", { end: 0 }, "expired", 0, "replace expired"],
    ["a minute after it expired", { end: -minute }, "expired", -1, "replace expired"],
    ["without a renewal window", { end: 200, inputs: {} }, "valid", 200, "keep no renewal window"],
    ["with a secret renewBeforeDays", { end: 30, inputs: { renewBeforeDays: sealed(30) } }, "due", 30, "replace due"],
    ["before a renewal window that is limited to a third", { end: 4, issuedDays: 5 }, "valid", 4, "keep"],
    ["inside a renewal window that is limited to a third", { end: 3, issuedDays: 6 }, "due", 3, "replace due"],
    ["that is protected and valid", { flags: { protect: true } }, "valid", 200, "keep"],
    ["that is protected and due", { end: 1, flags: { protect: true } }, "due", 1, "fail protected"],
    ["that is tainted", { flags: { taint: true } }, "valid", 200, "replace tainted"],
    ["that is tainted and protected", { flags: { taint: true, protect: true } }, "valid", 200, "fail protected"],
    ["with an unreadable date", { end: "soon" }, "unreadable", undefined, "fail unreadable date"],
    [
      "with an unreadable date that is tainted",
      { end: "", flags: { taint: true } },
      "unreadable",
      undefined,
      "replace tainted",
    ],
    ["half replaced", { flags: { pendingReplacement: true } }, "valid", 200, "replace replacement in progress"],
    ["of another kind, before a person should act", { ...ENCRYPTION, end: 31 }, "valid", 31, "keep"],
    ["of another kind, when a person should act", { ...ENCRYPTION, end: 30 }, "due", 30, `keep ${NEW}`],
    ["of another kind that has expired", { ...ENCRYPTION, end: -1 }, "expired", -1, `keep ${NEW}`],
    ["of another kind that is tainted", { ...ENCRYPTION, flags: { taint: true } }, "valid", 200, "replace tainted"],
    [
      "of another kind that is half replaced",
      { ...ENCRYPTION, flags: { pendingReplacement: true } },
      "valid",
      200,
      "replace replacement in progress",
    ],
  ])("of a key %s", (_what, given, state, daysLeft, nextUp) => {
    const status = statusOf(given);
    expect({ state: status.state, daysLeft: status.daysLeft }).toEqual({ state, daysLeft });
    expect(`${status.nextUp.action} ${status.nextUp.reason}`.trim()).toBe(nextUp);
  });
});

test("flags are listed in order", () => {
  const given = { outputs: { status: "ADOPTED" }, flags: { protect: true, taint: true } };
  expect(statusOf(given).flags).toEqual(["adopted", "protected", "tainted"]);
});

test.each<[what: string, given: KeyGiven, percentLeft: number]>([
  ["new", { end: 365, issuedDays: 0 }, 100],
  ["half expired", { end: 100, issuedDays: 100 }, 50],
  ["expired", { end: -1 }, 0],
  ["adopted, compared with the requested validity", { end: 73, outputs: { submitTimeUtc: undefined } }, 20],
  ["adopted, with a longer validity than requested", { end: 1000, outputs: { submitTimeUtc: undefined } }, 100],
  ["unreadable", { end: "?" }, 0],
])("percent left of a key that is %s", (_what, given, percentLeft) => {
  expect(statusOf(given).percentLeft).toBe(percentLeft);
});

test("a secret organization or host isn't shown", () => {
  const outputs = { organizationId: sealed("secret_org"), host: sealed("secret.example") };
  expect(statusOf({ outputs })).toMatchObject({ organizationId: "[secret]", host: "[secret]" });
});

test("a name can't contain control characters", () => {
  expect(statusOf({ name: "red\u001b[31m\n\u202e" }).name).toBe("red?[31m??");
});
