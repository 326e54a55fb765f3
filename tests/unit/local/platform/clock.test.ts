import { expect, test } from "@jest/globals";
import { createClock } from "../../../../local/platform/clock.js";

const BASE = new Date("2026-01-15T12:00:00.000Z");

test("shows the time of its base until it is moved", () => {
  let base = BASE;
  const clock = createClock(() => base);
  expect(clock.now()).toEqual(BASE);
  base = new Date(BASE.getTime() + 5);
  expect(clock.now()).toEqual(base);
});

test("runs on from the time that it is set to", () => {
  let base = BASE;
  const clock = createClock(() => base);
  clock.set(new Date("2030-01-01T00:00:00.000Z"));
  base = new Date(BASE.getTime() + 1000);
  expect(clock.now().toISOString()).toBe("2030-01-01T00:00:01.000Z");
});

test("adds up advances, also backward ones", () => {
  const clock = createClock(() => BASE);
  clock.advance(5000);
  clock.advance(-2000);
  expect(clock.now().toISOString()).toBe("2026-01-15T12:00:03.000Z");
});
