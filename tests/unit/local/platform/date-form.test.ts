import { expect, test } from "@jest/globals";
import { writeDate } from "../../../../local/platform/date-form.js";

const DATE = new Date("2026-01-15T05:34:56.789Z");

test.each([
  ["offset", "2026-01-15T05:34:56+0000"],
  ["zulu", "2026-01-15T05:34:56Z"],
  ["offset-colon-ms", "2026-01-14T22:34:56.789-07:00"],
] as const)("writes the format %s", (form, written) => {
  expect(writeDate(DATE, form)).toBe(written);
});

test("the format with milliseconds loses no precision", () => {
  expect(new Date(writeDate(DATE, "offset-colon-ms"))).toEqual(DATE);
});
