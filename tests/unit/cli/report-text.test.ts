import { expect, test } from "@jest/globals";
import { reportText } from "../../../cli/report-text.js";

const check = { ok: true, required: true, meaning: "asked for it, which came", reference: "RFC 6749, 5.1" };

test("a report is a line a check, with the reference of those that are not ok, and their count", () => {
  const checks = [
    { ...check, name: "one" },
    { ...check, name: "the-second", ok: false, meaning: "asked for it, but another came" },
    { ...check, name: "third", ok: false, required: false, meaning: "asked for it, but none came" },
    { ...check, name: "fourth", required: false },
  ];
  expect(reportText({ ok: false, checks })).toBe(
    [
      "ok       one         asked for it, which came",
      "FAILED   the-second  asked for it, but another came (RFC 6749, 5.1)",
      "warning  third       asked for it, but none came (RFC 6749, 5.1)",
      "ok       fourth      asked for it, which came",
      "",
      "ok: 2, warning: 1, failed: 1",
    ].join("\n"),
  );
});
