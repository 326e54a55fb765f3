import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { expectAccepted, type SentEvent, startTraffic, tallyOf } from "../../../../local/demonstration/traffic.js";
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

test("events happen in turn until they are stopped, and their failures wait for whoever asks", async () => {
  const event = (eventType: string) => ({ organizationId: "o", productId: "p", eventType });
  const failed = new Error("the platform has ended");
  const emitted: string[] = [];
  const emit = ({ eventType }: { eventType: string }) => {
    emitted.push(eventType);
    return Promise.reject(failed);
  };
  const traffic = startTraffic({ emit }, [event("a"), event("b")], 1);
  while (emitted.length < 3) await sleep(1);
  traffic.stop();
  const count = emitted.length;
  await sleep(5);
  expect(emitted).toHaveLength(count);
  expect(emitted.slice(0, 3)).toEqual(["a", "b", "a"]);
  await expect(traffic.settled()).rejects.toBe(failed);
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
