import { expect, test } from "@jest/globals";
import { endOfValidity } from "../../../../local/platform/validity.js";

const NOW = new Date("2026-01-15T12:00:00.000Z");
const secondsGranted = (...[asked, grant]: [string | undefined, Parameters<typeof endOfValidity>[2]]) =>
  (endOfValidity(NOW, asked, grant).getTime() - NOW.getTime()) / 1000;
const DAY_SECONDS = 86_400;

test("grants the requested days", () => {
  expect(secondsGranted("365", {})).toBe(365 * DAY_SECONDS);
});

test("grants three years if no days are requested", () => {
  expect(secondsGranted(undefined, {})).toBe(1095 * DAY_SECONDS);
});

test.each([
  [29, 29],
  [30, 30],
  [31, 30],
])("for %d requested days and a limit of 30, grants %d", (asked, granted) => {
  expect(secondsGranted(String(asked), { grantAtMostDays: 30 })).toBe(granted * DAY_SECONDS);
});

test.each([1.5, 0, -60])("grants %d seconds whatever is requested", (grantSeconds) => {
  expect(secondsGranted("365", { grantSeconds, grantAtMostDays: 30 })).toBe(grantSeconds);
});
