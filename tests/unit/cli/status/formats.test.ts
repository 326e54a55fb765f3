import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import stringWidth from "string-width";
import { assessKey } from "../../../../cli/status/assess-key.js";
import { assessVerificationKeys } from "../../../../cli/status/assess-verification-keys.js";
import { bar } from "../../../../cli/status/formats/bar.js";
import { renderHtml } from "../../../../cli/status/formats/html.js";
import { renderJson } from "../../../../cli/status/formats/json.js";
import { renderMarkdown } from "../../../../cli/status/formats/markdown.js";
import { renderPrometheus } from "../../../../cli/status/formats/prometheus.js";
import { type Look, renderTable } from "../../../../cli/status/formats/table.js";
import { type StatusReport } from "../../../../cli/status/key-status.js";
import { type VerificationKeysStatus } from "../../../../cli/status/verification-keys-status.js";
import { parsePrometheus } from "../../../support/parse-prometheus.js";
import { PROJECT_ROOT } from "../../../support/project.js";
import { type KeyGiven, daysFromNow, keyResource, NOW, ringResource, SECRETS } from "./states.js";

const reportOf = (...given: readonly KeyGiven[]): StatusReport => ({
  asOf: "2026-03-10",
  stackCount: 1,
  keys: given.map((each) => assessKey(keyResource(each), () => "", NOW)),
  verificationKeys: [],
});

const KEY = keyResource();
const RINGS = [ringResource("orders", [SECRETS.keyId, "b"], [KEY]), ringResource("refunds", ["b"], [KEY])].map((ring) =>
  assessVerificationKeys(ring, [KEY], () => ""),
);

const KEYS = reportOf(
  { name: "half-made", end: "2026-99-99" },
  { name: "legacy", kind: "WebhookOAuthCredential", end: -3, flags: { protect: true } },
  { name: "refunds", end: 12 },
  { name: "partners", end: 120, outputs: { status: "ADOPTED", submitTimeUtc: undefined, host: undefined } },
  { name: "orders", end: 200 },
);
const ALL = { ...KEYS, verificationKeys: RINGS };
const HOSTILE_NAME = `"><script>|\`@team\`\\`;
const HOSTILE = {
  ...reportOf({ name: HOSTILE_NAME, outputs: { organizationId: "[x](http://evil)" } }),
  verificationKeys: [assessVerificationKeys(ringResource(HOSTILE_NAME, ["b"], [KEY]), [KEY], () => "")],
};

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

  const namesOf = (name: string): StatusReport => ({
    ...reportOf({ name }, { name: "short" }),
    verificationKeys: [{ ...RINGS[1], name } as VerificationKeysStatus],
  });
  const WIDTHS = [200, 140, 120, 100, 80, 60, 40];

  test.each(WIDTHS)("fits in %d columns, with name, kind, state and days", (width) => {
    for (const report of [ALL, namesOf("a-name-that-is-longer-than-the-line-of-a-narrow-terminal")]) {
      const lines = renderTable(report, plain(width)).split("\n").slice(0, -2);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines[0]).toMatch(/KEY .*KIND .*STATE .*DAYS/);
      expect(lines.join("\n")).toMatch(/VERIFICATIO[^\n]{0,120}EARLIER +STATE/);
    }
  });

  test.each(WIDTHS)("has its columns below each other in %d columns, also with wide characters", (width) => {
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

  test("keeps the bar and what comes next in 80 columns", () => {
    expect(renderTable(ALL, plain(80))).toMatch(/^KEY +KIND +STATE +DAYS +LEFT +NEXT UP\n.* signing /);
  });

  test("paints what wants to be looked at", () => {
    const painted = renderTable(ALL, { width: 200, paint: (urgency, text) => `<${urgency}>${text}</>` });
    expect(painted).toMatch(/legacy.*<alarm>expired, protected<\/>.*<alarm>fails: protected<\/>/);
    expect(painted).toMatch(/refunds.*<attention>due *<\/>/);
    expect(painted).toMatch(/orders.*<fine>valid *<\/>/);
    expect(painted).toMatch(/orders.*<fine>holds the key that signs now<\/>/);
    expect(painted).toMatch(/refunds.*<alarm>lacks the key that signs now<\/>/);
  });

  test("of no keys is one line", () => {
    expect(renderTable({ ...KEYS, keys: [] }, plain(80))).toBe("0 keys in 1 stack.\n");
  });
});

test("JSON has null where nothing is known", () => {
  const unreadable = assessVerificationKeys(ringResource("orders", ""), [], () => "");
  const rings = JSON.parse(renderJson({ ...ALL, verificationKeys: [unreadable] })) as { verificationKeys: unknown[] };
  expect(rings.verificationKeys).toMatchObject([{ name: "orders", state: "unreadable", earlierKeys: null }]);
  const { keys } = JSON.parse(renderJson(ALL)) as { keys: Record<string, unknown>[] };
  expect(keys[0]).toMatchObject({ name: "half-made", daysLeft: null, daysUntilDue: null, state: "unreadable" });
  expect(keys[3]).toMatchObject({ name: "partners", host: null, daysLeft: 120, flags: ["adopted"] });
});

describe("Markdown", () => {
  test("is a table", () => {
    const lines = renderMarkdown(ALL).split("\n");
    expect(lines[0]).toBe("### Webhook keys");
    expect(lines[2]).toBe(
      "5 keys in 1 stack: 1 unreadable, 1 expired, 1 due, 2 valid. The next up fails for 2. The verification keys refunds " +
        "lack the key that signs now, or cannot be read: receivers refuse notifications.",
    );
    expect(lines.slice(-5)).toEqual([
      "| stack | verification keys | earlier | state |",
      "| --- | --- | --: | --- |",
      "| webhooks/prod | orders | 1 | holds the key that signs now |",
      "| webhooks/prod | refunds | 0 | **lacks the key that signs now** |",
      "",
    ]);
    expect(lines[6]).toContain(
      "| half-made | signing key | merchant&#95;org | api.cybersource.com | **unreadable** | ? |",
    );
    expect(lines[10]).toContain("| valid | 200 | █████░░░░░ | keeps it |");
  });

  test("has no markup but its own", () => {
    const lines = renderMarkdown(HOSTILE)
      .split("\n")
      .filter((line) => line.includes("script"));
    expect(lines.map((line) => line.split("|").length)).toEqual([1, 11, 6]);
    for (const line of lines) expect(line).not.toMatch(/[<>`@[\]\\]/);
  });
});

describe("Prometheus", () => {
  const samplesOf = (report: StatusReport, metric: string): { value: string; labels: Record<string, string> }[] =>
    parsePrometheus(renderPrometheus(report)).find(({ name }) => name === metric)?.metrics ?? [];

  test("has days for each key that has a date, and a state for each", () => {
    expect(samplesOf(ALL, "cybersource_webhook_key_days_left")).toHaveLength(4);
    expect(samplesOf(ALL, "cybersource_webhook_key_days_until_due")).toHaveLength(4);
    expect(samplesOf(ALL, "cybersource_webhook_key_state")).toHaveLength(5);
    const labels = {
      project: "webhooks",
      stack: "prod",
      name: "legacy",
      urn: "urn:pulumi:prod::webhooks::pulumi-nodejs:dynamic/cybersource-webhooks:WebhookOAuthCredential::legacy",
      kind: "WebhookOAuthCredential",
      organization: "merchant_org",
      host: "api.cybersource.com",
    };
    expect(samplesOf(ALL, "cybersource_webhook_key_days_left")).toContainEqual({ value: "-3", labels });
    expect(samplesOf(ALL, "cybersource_webhook_key_state")).toContainEqual({
      value: "1",
      labels: { ...labels, state: "expired", next_up: "fail", adopted: "false", protected: "true", tainted: "false" },
    });
  });

  test("has the earlier keys of verification keys, and their state", () => {
    const earlier = samplesOf(ALL, "cybersource_webhook_verification_keys_earlier");
    expect(earlier.map(({ value, labels }) => [labels["name"], value])).toEqual([
      ["orders", "1"],
      ["refunds", "0"],
    ]);
    const states = samplesOf(ALL, "cybersource_webhook_verification_keys_state");
    expect(states.map(({ labels }) => labels["state"])).toEqual(["complete", "behind"]);
  });

  test("has keys of one name below components of two types as two series", () => {
    const report = reportOf({ parents: "acme:index:Shop$" }, { parents: "acme:index:Partner$" });
    const labels = samplesOf(report, "cybersource_webhook_key_days_left").map((sample) =>
      JSON.stringify(sample.labels),
    );
    expect(new Set(labels).size).toBe(2);
  });

  test("is read by a parser of the format, with every name as it is", () => {
    const [sample] = samplesOf(HOSTILE, "cybersource_webhook_key_state");
    expect(sample?.labels).toMatchObject({ name: HOSTILE_NAME, organization: "[x](http://evil)" });
    expect(parsePrometheus(renderPrometheus(HOSTILE)).map(({ type }) => type)).toEqual(Array(5).fill("GAUGE"));
  });

  test("has nothing but its comments where there are no keys", () => {
    const lines = renderPrometheus(reportOf()).trimEnd().split("\n");
    expect(lines.every((line) => /^# (HELP|TYPE) \w+ /.test(line))).toBe(true);
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
    expect(page.match(/<tr class="/g)).toHaveLength(7);
    expect(page).toContain('<tr class="alarm"><td data-title="verification keys">refunds</td>');
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
    expect(renderHtml({ ...KEYS, keys: [] })).not.toMatch(/<svg|<table/);
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
