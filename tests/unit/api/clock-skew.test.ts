import { expect, test } from "@jest/globals";
import { clockSkewOf } from "../../../provider/api/clock-skew.js";

const date = "Mon, 01 Jun 2026 12:00:00 GMT";
const at = (seconds: number): Date => new Date(Date.parse(date) + seconds * 1000);

test.each([
  [90, true, "90 s ahead of the service's"],
  [30, true, "30 s ahead of the service's"],
  [29.4, false, "29 s ahead of the service's"],
  [0, false, "0 s behind the service's"],
  [-29.4, false, "29 s behind the service's"],
  [-30, true, "30 s behind the service's"],
])("describes a clock that is %d s ahead", (seconds, isWorthTelling, text) => {
  expect(clockSkewOf(date, at(seconds))).toEqual({ isWorthTelling, text });
});

test.each([undefined, "", "noon"])("ignores the date %j", (text) => {
  expect(clockSkewOf(text, at(0))).toBeUndefined();
});
