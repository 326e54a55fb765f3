import { describe, expect, test } from "@jest/globals";
import { assessSubscription } from "../../../../cli/status/assess-subscription.js";
import {
  shortToDoText,
  subscriptionStateText,
  type SubscriptionStatus,
  subscriptionUrgencyOf,
  toDoText,
} from "../../../../cli/status/subscription-status.js";
import { sealed, type SubscriptionGiven, subscriptionResource } from "./states.js";

const never = (): string => {
  throw new Error("nothing is encrypted here");
};
const statusOf = (given: SubscriptionGiven): SubscriptionStatus =>
  assessSubscription(subscriptionResource(given), never);

test("the status of a subscription has no URL but its origin, and nothing of its policy", () => {
  expect(statusOf({})).toEqual({
    project: "webhooks",
    stack: "prod",
    name: "orders",
    urn: "urn:pulumi:prod::webhooks::pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSubscription::orders",
    organizationId: "merchant_org",
    host: "api.cybersource.com",
    webhookId: "1b6c9d3a-0000-4000-8000-000000000001",
    webhookOrigin: "https://hooks.example.com",
    status: "ACTIVE",
    active: true,
    flags: [],
    nextUp: "keep",
  });
});

describe("what to do, and how urgent it is", () => {
  const off = { inputs: { active: false } };
  const protect = true;
  test.each<[what: string, given: SubscriptionGiven, urgency: string, nextUp: string, toDo: string, short: string]>([
    ["ACTIVE", { status: "ACTIVE" }, "fine", "keep", "nothing", "nothing"],
    [
      "INACTIVE",
      { status: "INACTIVE" },
      "attention",
      "set-status",
      "wait for the nightly run, which activates it",
      "wait for the night",
    ],
    [
      "PENDING_REVIEW",
      { status: "PENDING_REVIEW" },
      "attention",
      "keep",
      "wait for the platform's review, then for the nightly run, which activates it",
      "wait for the review",
    ],
    [
      "BLOCKED",
      { status: "BLOCKED" },
      "alarm",
      "keep",
      "change the URL that the platform rejected, and run pulumi up",
      "change its URL",
    ],
    [
      "SUSPENDED",
      { status: "SUSPENDED" },
      "alarm",
      "set-status",
      "fix the receiver, then wait for the nightly run, which activates it",
      "fix the receiver",
    ],
    [
      "UNKNOWN",
      { status: "RESEND" },
      "attention",
      "keep",
      "run pulumi refresh --run-program, which reads it. If it stays UNKNOWN, ask the vendor's support",
      "refresh",
    ],
    [
      "UNKNOWN",
      { status: "ACTIVE", outputs: { readError: "ERR_CONNECTION" } },
      "attention",
      "keep",
      "last read failed (ERR_CONNECTION): correct that, then run pulumi up",
      "last read failed",
    ],
    [
      "UNKNOWN",
      { status: "ACTIVE", outputs: { readError: "no code" } },
      "attention",
      "keep",
      "run pulumi refresh --run-program, which reads it. If it stays UNKNOWN, ask the vendor's support",
      "refresh",
    ],
    [
      "BLOCKED",
      { status: "BLOCKED", outputs: { readError: "ERR_SUBSCRIPTION_UNAUTHORIZED" } },
      "alarm",
      "keep",
      "change the URL that the platform rejected, and run pulumi up",
      "change its URL",
    ],
    [
      "ACTIVE",
      { status: "ACTIVE", ...off },
      "attention",
      "set-status",
      "run pulumi up, which switches it off",
      "run pulumi up",
    ],
    ["INACTIVE", { status: "INACTIVE", ...off }, "fine", "keep", "nothing: the program switches it off", "nothing"],
    [
      "PENDING_REVIEW",
      { status: "PENDING_REVIEW", ...off },
      "attention",
      "keep",
      "wait for the platform's review",
      "wait for the review",
    ],
    [
      "SUSPENDED",
      { status: "SUSPENDED", ...off },
      "attention",
      "keep",
      "nothing: the platform activates it if its URL answers, and then pulumi up switches it off",
      "nothing",
    ],
    [
      "BLOCKED",
      { status: "BLOCKED", ...off },
      "attention",
      "keep",
      "nothing: it delivers nothing, as the program wants it",
      "nothing",
    ],
    [
      "ACTIVE, tainted",
      { flags: { taint: true } },
      "attention",
      "replace",
      "nothing: pulumi up replaces it",
      "nothing",
    ],
    [
      "ACTIVE, protected, tainted",
      { flags: { taint: true, protect } },
      "alarm",
      "fail",
      "remove protect: the next pulumi up fails",
      "remove protect",
    ],
    ["ACTIVE, protected", { flags: { protect } }, "fine", "keep", "nothing", "nothing"],
    [
      "ACTIVE",
      { flags: { pendingReplacement: true } },
      "attention",
      "replace",
      "nothing: pulumi up replaces it",
      "nothing",
    ],
    [
      "BLOCKED, tainted",
      { status: "BLOCKED", flags: { taint: true } },
      "alarm",
      "replace",
      "change the URL that the platform rejected, and run pulumi up",
      "change its URL",
    ],
  ])("%s, of %j", (state, given, urgency, nextUp, toDo, short) => {
    const status = statusOf(given);
    expect(subscriptionStateText(status)).toBe(state);
    expect([subscriptionUrgencyOf(status), status.nextUp]).toEqual([urgency, nextUp]);
    expect([toDoText(status), shortToDoText(status)]).toEqual([toDo, short]);
  });
});

test.each<[active: unknown, isWanted: boolean]>([
  [undefined, true],
  [true, true],
  [false, false],
  ["false", false],
  [sealed(false), false],
  [sealed(true), true],
])("active: %j in the program means %s", (active, isWanted) => {
  expect(statusOf({ inputs: { active } }).active).toBe(isWanted);
});

describe("the receiver's URL", () => {
  test.each<[webhookUrl: unknown, webhookOrigin: string]>([
    ["https://user:word@Hooks.Example.com:443/in?t=x#f", "https://hooks.example.com"],
    ["http://127.0.0.1:8080/in", "http://127.0.0.1:8080"],
    ["data:text/plain,token", "-"],
    ["token", "-"],
    [{ a: 1 }, "-"],
    [sealed("https://hidden.example.com/in"), "[secret]"],
  ])("%j is shown as %s", (webhookUrl, webhookOrigin) => {
    expect(statusOf({ webhookUrl }).webhookOrigin).toBe(webhookOrigin);
  });

  test("isn't shown either if only the input is secret", () => {
    const inputs = { webhookUrl: sealed("https://hidden.example.com/in") };
    expect(statusOf({ webhookUrl: "https://hidden.example.com/in", inputs }).webhookOrigin).toBe("[secret]");
  });
});

test("a secret organization isn't shown, and no text has control characters", () => {
  const outputs = { organizationId: sealed("secret_org"), host: "red\u001b[31m" };
  expect(statusOf({ outputs, id: "a\nb" })).toMatchObject({
    organizationId: "[secret]",
    host: "red?[31m",
    webhookId: "a?b",
  });
});
