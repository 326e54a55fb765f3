import { expect, test } from "@jest/globals";
import { createClock } from "../../../../../local/platform/clock.js";
import { createAgenda } from "../../../../../local/platform/subscriptions/agenda.js";
import { retryPolicySchema } from "../../../../../local/platform/subscriptions/policies.js";
import { retryMinutes } from "../../../../../local/platform/subscriptions/retry-times.js";
import { START } from "../harness.js";

const later = (milliseconds: number) => new Date(START.getTime() + milliseconds);
const setUp = () => {
  const clock = createClock(() => START);
  const closing = new AbortController();
  return { clock, closing, agenda: createAgenda(clock, closing.signal) };
};

test("tasks go on in the order in which they are due", async () => {
  const { clock, agenda } = setUp();
  const done: number[] = [];
  for (const delay of [30, 10, 20]) {
    void agenda.run(async () => {
      await agenda.until(later(delay));
      done.push(delay);
    });
  }
  await agenda.settled();
  expect(done).toEqual([]);
  clock.advance(20);
  agenda.wake();
  await agenda.settled();
  expect(done).toEqual([10, 20]);
});

test("settled waits for what a task begins once it is due", async () => {
  const { clock, agenda } = setUp();
  const steps: string[] = [];
  void agenda.run(async () => {
    await agenda.until(later(10));
    await new Promise(setImmediate);
    steps.push("first");
    await agenda.until(later(20));
    steps.push("second");
  });
  clock.advance(20);
  agenda.wake();
  await agenda.settled();
  expect(steps).toEqual(["first", "second"]);
});

test("the end of the platform ends what waits and what begins to", async () => {
  const { agenda, closing } = setUp();
  const waiting = agenda.run(() => agenda.until(later(10)));
  closing.abort(new Error("closed"));
  await expect(waiting).rejects.toThrow("closed");
  await expect(agenda.run(() => agenda.until(later(10)))).rejects.toThrow("closed");
  await agenda.settled();
});

test("retries repeat their sequence after its wait", () => {
  const minutes = (policy: object) => retryMinutes(retryPolicySchema.parse(policy));
  expect(minutes({})).toEqual([1, 2, 3]);
  expect(minutes({ firstRetry: 10, interval: 30 })).toEqual([10, 40, 70]);
  expect(minutes({ algorithm: "GEOMETRIC", firstRetry: 10, interval: 30 })).toEqual([10, 300, 9000]);
  const repeated = { numberOfRetries: 2, repeatSequenceCount: 2, repeatSequenceWaitTime: 60 };
  expect(minutes(repeated)).toEqual([1, 2, 63, 64, 125, 126]);
  expect(minutes({ numberOfRetries: 0, repeatSequenceCount: 2 })).toEqual([]);
});
