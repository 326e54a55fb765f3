import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { assessKey } from "../../../../cli/status/assess-key.js";
import { bar } from "../../../../cli/status/formats/bar.js";
import { renderHtml } from "../../../../cli/status/formats/html.js";
import { renderJson } from "../../../../cli/status/formats/json.js";
import { renderMarkdown } from "../../../../cli/status/formats/markdown.js";
import { renderPrometheus } from "../../../../cli/status/formats/prometheus.js";
import { type Look, renderTable } from "../../../../cli/status/formats/table.js";
import { type StatusReport } from "../../../../cli/status/key-status.js";
import { PROJECT_ROOT } from "../../../support/project.js";
import { type KeyGiven, daysFromNow, keyResource, NOW, SECRETS } from "./states.js";

const reportOf = (...given: readonly KeyGiven[]): StatusReport => ({
  asOf: "2026-03-10",
  stackCount: 1,
  keys: given.map((each) => assessKey(keyResource(each), () => "", NOW)),
});

const ALL = reportOf(
  { name: "half-made", end: "2026-99-99" },
  { name: "legacy", kind: "WebhookOAuthCredential", end: -3, flags: { protect: true } },
  { name: "refunds", end: 12 },
  { name: "partners", end: 120, outputs: { status: "ADOPTED", submitTimeUtc: undefined, host: undefined } },
  { name: "orders", end: 200 },
);
const HOSTILE = reportOf({ name: `"><script>|\`@team\`\\`, outputs: { organizationId: "[x](http://evil)" } });

const plain = (width: number): Look => ({ width, paint: (_urgency, text) => text });

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
  test("has a line for every key, as docs/status.md shows", () => {
    const [, shown] = /```text\n(.*?)```/s.exec(readFileSync(join(PROJECT_ROOT, "docs/status.md"), "utf8")) ?? [];
    expect(renderTable(ALL, plain(200))).toBe(shown);
  });

  test.each([200, 140, 120, 100, 80, 60, 40])("fits in %d columns, with name, state and days", (width) => {
    const long = reportOf({ name: "a-name-that-is-longer-than-the-line-of-a-narrow-terminal" }, { name: "short" });
    for (const report of [ALL, long]) {
      const lines = renderTable(report, plain(width))
        .split("\n")
        .slice(0, report.keys.length + 1);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines[0]).toMatch(/KEY .*STATE .*DAYS/);
    }
  });

  test("cuts a long name before it leaves out a column", () => {
    const report = reportOf({ name: "a-name-that-is-longer-than-twenty-characters" });
    const [head, line] = renderTable(report, plain(130)).split("\n");
    expect(head).toMatch(/^STACK .*KIND .*ORGANIZATION .*HOST /);
    expect(line).toContain(" a-name-that-is-long…  signing key ");
  });

  test("keeps the bar and what comes next in 80 columns", () => {
    expect(renderTable(ALL, plain(80))).toMatch(/^KEY +STATE +DAYS +LEFT +NEXT UP\n/);
  });

  test("paints what wants to be looked at", () => {
    const painted = renderTable(ALL, { width: 200, paint: (urgency, text) => `<${urgency}>${text}</>` });
    expect(painted).toMatch(/legacy.*<alarm>expired, protected<\/>.*<alarm>fails: protected<\/>/);
    expect(painted).toMatch(/refunds.*<attention>due *<\/>/);
    expect(painted).toMatch(/orders.*<fine>valid *<\/>/);
  });

  test("of no keys is one line", () => {
    expect(renderTable({ ...ALL, keys: [] }, plain(80))).toBe("0 keys in 1 stack.\n");
  });
});

test("JSON has null where nothing is known", () => {
  const { keys } = JSON.parse(renderJson(ALL)) as { keys: Record<string, unknown>[] };
  expect(keys[0]).toMatchObject({ name: "half-made", daysLeft: null, daysUntilDue: null, state: "unreadable" });
  expect(keys[3]).toMatchObject({ name: "partners", host: null, daysLeft: 120, flags: ["adopted"] });
});

describe("Markdown", () => {
  test("is a table", () => {
    const lines = renderMarkdown(ALL).split("\n");
    expect(lines[0]).toBe("### Webhook keys");
    expect(lines[2]).toBe("5 keys in 1 stack: 1 unreadable, 1 expired, 1 due, 2 valid. The next up fails for 2.");
    expect(lines[6]).toContain(
      "| half-made | signing key | merchant&#95;org | api.cybersource.com | **unreadable** | ? |",
    );
    expect(lines[10]).toContain("| valid | 200 | █████░░░░░ | keeps it |");
  });

  test("has no markup but its own", () => {
    const row =
      renderMarkdown(HOSTILE)
        .split("\n")
        .find((line) => line.includes("script")) ?? "";
    expect(row).not.toMatch(/[<>`@[\]\\]/);
    expect(row.split("|")).toHaveLength(11);
  });
});

describe("Prometheus", () => {
  const samples = (report: StatusReport): string[] => renderPrometheus(report).split("\n");

  test("has days for each key that has a date, and a state for each", () => {
    const lines = samples(ALL);
    expect(lines.filter((line) => line.startsWith("cybersource_webhook_key_days_left{"))).toHaveLength(4);
    expect(lines.filter((line) => line.startsWith("cybersource_webhook_key_days_until_due{"))).toHaveLength(4);
    expect(lines.filter((line) => line.startsWith("cybersource_webhook_key_state{"))).toHaveLength(5);
    const labels =
      'project="webhooks",stack="prod",name="legacy",kind="WebhookOAuthCredential",organization="merchant_org",host="api.cybersource.com"';
    expect(lines).toContain(`cybersource_webhook_key_days_left{${labels}} -3`);
    expect(lines).toContain(
      `cybersource_webhook_key_state{${labels},state="expired",next_up="fail",adopted="false",protected="true",tainted="false"} 1`,
    );
  });

  test("keeps every line in the text format", () => {
    const line = /^(?:# (?:HELP|TYPE) \w+ .+|[a-z_]+\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+\} -?\d+|)$/;
    for (const report of [ALL, HOSTILE]) expect(samples(report).filter((each) => !line.test(each))).toEqual([]);
  });
});

describe("HTML", () => {
  test("loads nothing and runs nothing", () => {
    const page = renderHtml(ALL);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|https?:|@import|url\((?!#)/);
  });

  test("has a line of the time line and a row for every key", () => {
    const page = renderHtml(ALL);
    expect(page.match(/<title>webhooks\/prod /g)).toHaveLength(5);
    expect(page.match(/<tr class="/g)).toHaveLength(5);
    expect(page).toContain("prefers-color-scheme: dark");
  });

  test("draws the days in use and the renewal window in proportion", () => {
    // The axis ends with the longest, at 200 days; its window begins 30 days before.
    const row =
      renderHtml(ALL)
        .split("\n")
        .find((line) => line.includes("<title>webhooks/prod orders")) ?? "";
    expect(row).toContain('<rect class="life" x="0%" width="85%"');
    expect(row).toContain('<rect class="window" x="85%" width="15%"');
  });

  test("lets a key of a century run out of the picture", () => {
    const page = renderHtml(reportOf({ end: 36_500 }, { end: 550, name: "b" }));
    expect(page).toContain("▶");
    expect(page).toContain('width="47.3%"');
  });

  test("escapes what comes from a state", () => {
    const page = renderHtml(HOSTILE);
    expect(page).not.toContain("<script>");
    expect(page).toContain("&quot;&gt;&lt;script&gt;|`@team`");
  });

  test("of no keys has neither", () => {
    expect(renderHtml({ ...ALL, keys: [] })).not.toMatch(/<svg|<table/);
  });
});

test.each([
  ["table", renderTable(ALL, plain(200))],
  ["JSON", renderJson(ALL)],
  ["Markdown", renderMarkdown(ALL)],
  ["Prometheus", renderPrometheus(ALL)],
  ["HTML", renderHtml(ALL)],
])("no key, key id or date of a key in the format %s", (_format, text) => {
  const dates = [-3, 12, 120, 200, -165].map((days) => daysFromNow(days).slice(0, 10));
  for (const secret of [...Object.values(SECRETS), ...dates, "2026-99-99"]) expect(text).not.toContain(secret);
});
