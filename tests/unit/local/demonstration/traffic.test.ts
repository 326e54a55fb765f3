import { expect, test } from "@jest/globals";
import { expectAccepted, type SentEvent, tallyOf } from "../../../../local/demonstration/traffic.js";
import { type NotificationReport } from "../../../../local/platform/subscriptions/emit.js";

const event = (eventType: string, outcome?: NotificationReport["outcome"], attempts = 1): SentEvent => ({
  eventType,
  report:
    outcome === undefined
      ? undefined
      : {
          webhookId: "w",
          productId: "p",
          eventType,
          outcome,
          attempts: Array.from({ length: attempts }, (_, retryNumber) => ({ at: "", retryNumber })),
        },
});

test("events are counted by type: sent, accepted, and accepted on a retry", () => {
  const events = [event("a", "ACCEPTED"), event("b", "ACCEPTED", 3), event("a", "FAILED", 4), event("a")];
  expect(tallyOf(events)).toEqual([
    { eventType: "a", sent: 3, accepted: 1, onRetry: 0 },
    { eventType: "b", sent: 1, accepted: 1, onRetry: 1 },
  ]);
});

test.each([
  ["one that failed", [event("a", "ACCEPTED", 2), event("a", "ACCEPTED"), event("a", "FAILED")]],
  ["one that reached no subscription", [event("a", "ACCEPTED", 2), event("a", "ACCEPTED"), event("a")]],
  ["one that waits", [event("a", "ACCEPTED", 2), event("a", "ACCEPTED"), event("a", "HELD")]],
])("an event that wasn't accepted fails the demonstration: %s", (_, events) => {
  expect(() => expectAccepted(tallyOf(events))).toThrow("2 of 3 a were accepted");
});

test("so does a rotation that no event felt, and traffic without events", () => {
  expect(() => expectAccepted(tallyOf([event("a", "ACCEPTED")]))).toThrow("no a was accepted on a retry");
  expect(() => expectAccepted([])).toThrow("no event happened");
  expect(() => expectAccepted(tallyOf([event("a", "ACCEPTED", 2), event("a", "ACCEPTED")]))).not.toThrow();
});
