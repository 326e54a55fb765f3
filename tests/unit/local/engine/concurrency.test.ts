import { describe, expect, test } from "@jest/globals";
import { Limit, Serial } from "../../../../local/engine/concurrency.js";

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("Serial runs one task at a time, in order, and continues after a failure", async () => {
  const serial = new Serial();
  const order: string[] = [];
  const task = (name: string) => async (): Promise<void> => {
    order.push(`${name} begins`);
    await later();
    order.push(`${name} ends`);
    if (name === "b") throw new Error(name);
  };
  const results = await Promise.allSettled(["a", "b", "c"].map((name) => serial.run(task(name))));
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

describe("Limit", () => {
  test.each([1, 3, 10])("runs at most %d tasks at once, and all of them", async (count) => {
    const limit = new Limit(count);
    let running = 0;
    let most = 0;
    const task = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await later();
      running -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => limit.run(task)));
    expect(most).toBe(Math.min(count, 8));
  });

  test("is idle when no task is running or waiting, even after a failure", async () => {
    const limit = new Limit(1);
    let ended = 0;
    const task = async (): Promise<void> => {
      await later();
      ended += 1;
      throw new Error("failed");
    };
    const results = Promise.allSettled([limit.run(task), limit.run(task)]);
    await limit.idle();
    expect(ended).toBe(2);
    expect((await results).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
