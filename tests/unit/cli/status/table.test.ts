import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import stringWidth from "string-width";
import { bar } from "../../../../cli/status/formats/bar.js";
import { renderTable } from "../../../../cli/status/formats/table.js";
import { type StatusReport } from "../../../../cli/status/key-status.js";
import { type VerificationKeysStatus } from "../../../../cli/status/verification-keys-status.js";
import { PROJECT_ROOT } from "../../../support/project.js";
import { ALL, KEYS, plain, reportOf, subscriptionsOf, VERIFICATION_KEYS } from "./reports.js";

describe("a bar", () => {
  test.each([
    [0, "░░░░"],
    [1, "█░░░"],
    [50, "██░░"],
    [99, "███░"],
    [100, "████"],
  ])("of %d percent", (percent, text) => expect(bar(percent, 4)).toBe(text));
});

describe("the table", () => {
  test("matches the example in docs/status.md", () => {
    const [, shown] = /```text\n(.*?)```/s.exec(readFileSync(join(PROJECT_ROOT, "docs/status.md"), "utf8")) ?? [];
    expect(renderTable(ALL, plain(200))).toBe(shown);
  });

  const namesOf = (name: string): StatusReport => ({
    ...reportOf({ name }, { name: "short" }),
    verificationKeys: [{ ...VERIFICATION_KEYS[1], name } as VerificationKeysStatus],
    subscriptions: subscriptionsOf({ name, status: "PENDING_REVIEW" }, { name: "short", status: "SUSPENDED" }),
  });
  const WIDTHS = [200, 140, 120, 100, 80, 60, 40];

  test.each(WIDTHS)("fits in a width of %d, with name, kind, state and days", (width) => {
    for (const report of [ALL, namesOf("a-name-that-is-longer-than-the-line-of-a-narrow-terminal")]) {
      const lines = renderTable(report, plain(width)).split("\n").slice(0, -2);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines[0]).toMatch(/KEY .*KIND .*STATE .*DAYS/);
      expect(lines.join("\n")).toMatch(/VERIFICATIO[^\n]{0,120}EARLIER +STATE/);
      expect(lines.join("\n")).toMatch(/SUBSCRIPTIO[^\n]{0,120}STATE +TO DO/);
      expect(lines.join("\n")).toMatch(/PENDING_[A-Z]{1,6}…? +wait for (the p|t)/);
    }
  });

  test.each(WIDTHS)("aligns its columns in a width of %d, even with wide characters", (width) => {
    for (const name of ["東京の注文の鍵", "🗝️ keys 👩‍👩‍👧", "cafe\u0301-한국어-注文の鍵-は長い名前です"]) {
      const lines = renderTable(namesOf(name), plain(width)).split("\n").slice(0, 3);
      const ends = lines.map((line) => stringWidth(/^.*?(?=KIND|signing)/.exec(line)?.[0] ?? ""));
      expect(new Set(ends).size).toBe(1);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
    }
  });

  test("cuts a long name before it leaves out a column", () => {
    const report = reportOf({ name: "a-name-that-is-longer-than-twenty-characters" });
    const [head, line] = renderTable(report, plain(130)).split("\n");
    expect(head).toMatch(/^STACK .*KIND .*ORGANIZATION .*HOST /);
    expect(line).toContain(" a-name-that-is-long…  signing key ");
  });

  test("keeps the bar and what the next up does in a width of 80", () => {
    expect(renderTable(ALL, plain(80))).toMatch(/^KEY +KIND +STATE +DAYS +LEFT +NEXT UP\n.* signing /);
  });

  test("colors states by urgency", () => {
    const painted = renderTable(ALL, { width: 200, paint: (urgency, text) => `<${urgency}>${text}</>` });
    expect(painted).toMatch(/legacy.*<alarm>expired, protected<\/>.*<alarm>fails: protected<\/>/);
    expect(painted).toMatch(/refunds.*<attention>due *<\/>/);
    expect(painted).toMatch(/orders.*<fine>valid *<\/>/);
    expect(painted).toMatch(/refunds.*<alarm>BLOCKED *<\/>.*<alarm>change the URL/);
    expect(painted).toMatch(/partners.*<attention>PENDING_REVIEW<\/>/);
    expect(painted).toMatch(/orders.*<fine>has the current signing key<\/>/);
    expect(painted).toMatch(/refunds.*<alarm>lacks the current signing key<\/>/);
  });

  test("says in a width of 80 what to do about a subscription", () => {
    const { subscriptions } = namesOf("partners");
    expect(renderTable({ ...reportOf(), subscriptions }, plain(80))).toBe(
      [
        "SUBSCRIPTION  RECEIVER              STATE           TO DO",
        "partners      https://hooks.examp…  PENDING_REVIEW  wait for the review",
        "short         https://hooks.examp…  SUSPENDED       fix the receiver",
        "",
        "0 keys in 1 stack. 2 subscriptions: 1 SUSPENDED, 1 PENDING_REVIEW. The platform delivers nothing for the " +
          "subscriptions short (SUSPENDED).",
        "",
      ].join("\n"),
    );
  });

  test("has one line if there are no keys", () => {
    expect(renderTable({ ...KEYS, keys: [] }, plain(80))).toBe("0 keys in 1 stack.\n");
  });
});
