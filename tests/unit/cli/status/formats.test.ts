import { describe, expect, test } from "@jest/globals";
import { assessVerificationKeys } from "../../../../cli/status/assess-verification-keys.js";
import { renderHtml } from "../../../../cli/status/formats/html.js";
import { renderJson } from "../../../../cli/status/formats/json.js";
import { renderMarkdown } from "../../../../cli/status/formats/markdown.js";
import { renderPrometheus } from "../../../../cli/status/formats/prometheus.js";
import { renderTable } from "../../../../cli/status/formats/table.js";
import { type StatusReport } from "../../../../cli/status/key-status.js";
import { parsePrometheus } from "../../../support/parse-prometheus.js";
import { ALL, HOSTILE, HOSTILE_NAME, KEYS, plain, reportOf } from "./reports.js";
import { daysFromNow, SECRETS, SUBSCRIPTION_SECRETS, verificationKeysResource } from "./states.js";

test("JSON says what to do about a subscription", () => {
  const { subscriptions } = JSON.parse(renderJson(ALL)) as { subscriptions: unknown[] };
  expect(subscriptions).toHaveLength(3);
  expect(subscriptions[0]).toEqual({
    ...ALL.subscriptions[0],
    toDo: "change the URL that the platform rejected, and run pulumi up",
  });
});

test("JSON has null for unknown values", () => {
  const unreadable = assessVerificationKeys(verificationKeysResource("orders", ""), [], () => "");
  const parsed = JSON.parse(renderJson({ ...ALL, verificationKeys: [unreadable] })) as { verificationKeys: unknown[] };
  expect(parsed.verificationKeys).toMatchObject([{ name: "orders", state: "unreadable", earlierKeys: null }]);
  const { keys } = JSON.parse(renderJson(ALL)) as { keys: Record<string, unknown>[] };
  expect(keys[0]).toMatchObject({ name: "half-made", daysLeft: null, daysUntilDue: null, state: "unreadable" });
  expect(keys[3]).toMatchObject({ name: "partners", host: null, daysLeft: 120, flags: ["adopted"] });
});

describe("Markdown", () => {
  test("is a table", () => {
    const lines = renderMarkdown(ALL).split("\n");
    expect(lines[0]).toBe("### Webhooks");
    expect(lines[2]).toBe(
      "5 keys in 1 stack: 1 unreadable, 1 expired, 1 due, 2 valid. 3 subscriptions: 1 BLOCKED, 1 PENDING&#95;REVIEW, 1 ACTIVE. " +
        "The next pulumi up fails for 2. Receivers reject new notifications: the verification keys refunds lack the current " +
        "signing key or can't be read. The platform delivers nothing for the subscriptions refunds (BLOCKED).",
    );
    expect(lines.slice(-11)).toEqual([
      "| stack | verification keys | earlier | state |",
      "| --- | --- | --: | --- |",
      "| webhooks/prod | orders | 1 | has the current signing key |",
      "| webhooks/prod | refunds | 0 | **lacks the current signing key** |",
      "",
      "| stack | subscription | organization | host | receiver | state | to do |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      "| webhooks/prod | refunds | merchant&#95;org | api.cybersource.com | &#91;secret&#93; | **BLOCKED** | **change the URL that the platform rejected, and run pulumi up** |",
      "| webhooks/prod | partners | merchant&#95;org | api.cybersource.com | https://partner.example.net | **PENDING&#95;REVIEW** | **wait for the platform's review, then for the nightly run, which activates it** |",
      "| webhooks/prod | orders | merchant&#95;org | api.cybersource.com | https://hooks.example.com | ACTIVE | nothing |",
      "",
    ]);
    expect(lines[6]).toContain(
      "| half-made | signing key | merchant&#95;org | api.cybersource.com | **unreadable** | ? |",
    );
    expect(lines[10]).toContain("| valid | 200 | █████░░░░░ | keeps it |");
  });

  test("escapes markup in names", () => {
    const lines = renderMarkdown(HOSTILE)
      .split("\n")
      .filter((line) => line.includes("script&#62;"));
    expect(lines.map((line) => line.split("|").length)).toEqual([1, 11, 6, 9]);
    for (const line of lines) expect(line).not.toMatch(/[<>`@[\]\\]/);
  });
});

describe("Prometheus", () => {
  const samplesOf = (report: StatusReport, metric: string): { value: string; labels: Record<string, string> }[] =>
    parsePrometheus(renderPrometheus(report)).find(({ name }) => name === metric)?.metrics ?? [];

  test("has days for each key with a readable date, and a state for each key", () => {
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

  test("has the number of earlier keys and the state of verification keys", () => {
    const earlier = samplesOf(ALL, "cybersource_webhook_verification_keys_earlier");
    expect(earlier.map(({ value, labels }) => [labels["name"], value])).toEqual([
      ["orders", "1"],
      ["refunds", "0"],
    ]);
    const states = samplesOf(ALL, "cybersource_webhook_verification_keys_state");
    expect(states.map(({ labels }) => labels["state"])).toEqual(["complete", "behind"]);
  });

  test("has a state for each subscription", () => {
    const [blocked, ...others] = samplesOf(ALL, "cybersource_webhook_subscription_state");
    expect(blocked).toEqual({
      value: "1",
      labels: {
        project: "webhooks",
        stack: "prod",
        name: "refunds",
        urn: "urn:pulumi:prod::webhooks::pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSubscription::refunds",
        organization: "merchant_org",
        host: "api.cybersource.com",
        state: "BLOCKED",
        active: "true",
        next_up: "keep",
        protected: "false",
        tainted: "false",
      },
    });
    expect(others.map(({ labels }) => labels["state"])).toEqual(["PENDING_REVIEW", "ACTIVE"]);
  });

  test("has two series for keys with the same name and different parents", () => {
    const report = reportOf({ parents: "acme:index:Shop$" }, { parents: "acme:index:Partner$" });
    const labels = samplesOf(report, "cybersource_webhook_key_days_left").map((sample) =>
      JSON.stringify(sample.labels),
    );
    expect(new Set(labels).size).toBe(2);
  });

  test("can be parsed, with every name unchanged", () => {
    const [sample] = samplesOf(HOSTILE, "cybersource_webhook_key_state");
    expect(sample?.labels).toMatchObject({ name: HOSTILE_NAME, organization: "[x](http://evil)" });
    expect(parsePrometheus(renderPrometheus(HOSTILE)).map(({ type }) => type)).toEqual(Array(6).fill("GAUGE"));
  });

  test("has only comments if there are no keys", () => {
    const lines = renderPrometheus(reportOf()).trimEnd().split("\n");
    expect(lines.every((line) => /^# (HELP|TYPE) \w+ /.test(line))).toBe(true);
  });
});

describe("HTML", () => {
  test("loads no files and runs no scripts", () => {
    const page = renderHtml(ALL);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|(?:src|href)=|@import|url\((?!#)/);
  });

  test("has a bar in the time line and a table row for every key", () => {
    const page = renderHtml(ALL);
    expect(page.match(/<title>webhooks\/prod /g)).toHaveLength(5);
    expect(page.match(/<tr class="/g)).toHaveLength(10);
    expect(page).toContain('<tr class="alarm"><td data-title="verification keys">refunds</td>');
    expect(page).toContain("prefers-color-scheme: dark");
  });

  test("has a table row for every subscription, and a tile for every status", () => {
    const page = renderHtml(ALL);
    expect(page).toContain(
      '<li class="alarm"><b>1</b> BLOCKED</li><li class="attention"><b>1</b> PENDING_REVIEW</li><li class="fine"><b>1</b> ACTIVE</li>',
    );
    expect(page).toContain(
      '<tr class="alarm"><td data-title="subscription">refunds</td><td data-title="stack">webhooks/prod</td>' +
        '<td data-title="organization">merchant_org</td><td data-title="host">api.cybersource.com</td>' +
        '<td data-title="receiver">[secret]</td><td data-title="state">BLOCKED</td>' +
        '<td data-title="to do">change the URL that the platform rejected, and run pulumi up</td></tr>',
    );
    expect(page).toContain("wait for the platform&#39;s review, then for the nightly run, which activates it</td>");
  });

  test("draws the time in use and the renewal window to scale", () => {
    // The axis ends when the last key expires, in 200 days; its renewal window starts 30 days before.
    const row =
      renderHtml(ALL)
        .split("\n")
        .find((line) => line.includes("<title>webhooks/prod orders")) ?? "";
    expect(row).toContain('<rect class="life" x="0%" width="85%"');
    expect(row).toContain('<rect class="window" x="85%" width="15%"');
  });

  test("limits the time line if a key is valid for a century", () => {
    const page = renderHtml(reportOf({ end: 36_500 }, { end: 550, name: "b" }));
    expect(page).toContain("▶");
    expect(page).toContain('width="47.3%"');
  });

  test("escapes names from a state", () => {
    const page = renderHtml(HOSTILE);
    expect(page).not.toContain("<script>");
    expect(page).toContain("&quot;&gt;&lt;script&gt;|`@team`");
  });

  test("has no time line and no table if there are no keys", () => {
    expect(renderHtml({ ...KEYS, keys: [] })).not.toMatch(/<svg|<table/);
  });
});

test.each([
  ["table", renderTable(ALL, plain(200))],
  ["JSON", renderJson(ALL)],
  ["Markdown", renderMarkdown(ALL)],
  ["Prometheus", renderPrometheus(ALL)],
  ["HTML", renderHtml(ALL)],
])("shows no key, key ID, date of a key, URL or client ID in the format %s", (_format, text) => {
  const dates = [-3, 12, 120, 200, -165].map((days) => daysFromNow(days).slice(0, 10));
  const secrets = [...Object.values(SECRETS), ...Object.values(SUBSCRIPTION_SECRETS), "hidden.example.com"];
  for (const secret of [...secrets, ...dates, "2026-99-99"]) expect(text).not.toContain(secret);
  expect(text).toContain("PENDING");
});
