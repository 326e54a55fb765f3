import { expect, test } from "@jest/globals";
import { reportText } from "../../../cli/report-text.js";

const check = { ok: true, required: true, meaning: "Got it.", reference: "RFC 6749, 5.1" };

test("a report has a line for each check, with a reference if it isn't ok, and the count of each verdict", () => {
  const checks = [
    { ...check, name: "one" },
    { ...check, name: "the-second", ok: false, meaning: "Expected it, but got another." },
    { ...check, name: "third", ok: false, required: false, meaning: "Expected it, but got none." },
    { ...check, name: "fourth", required: false },
  ];
  expect(reportText({ ok: false, checks })).toBe(
    [
      "ok       one         Got it.",
      "FAILED   the-second  Expected it, but got another. See RFC 6749, 5.1.",
      "warning  third       Expected it, but got none. See RFC 6749, 5.1.",
      "ok       fourth      Got it.",
      "",
      "ok: 2, warning: 1, failed: 1",
    ].join("\n"),
  );
});
