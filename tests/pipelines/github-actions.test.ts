import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Nights, startNights } from "./nights.js";
import { githubActions } from "./pipeline.js";
import { succeeded } from "./repository.js";

// For other CI systems, the Pulumi CLI and failing nights, see tests/conformance/pipelines.test.ts.
let nights: Nights;
beforeAll(async () => {
  nights = await startNights(githubActions, { isReal: false });
});
afterAll(() => nights.end());

test("the first night creates the keys", async () => {
  succeeded(await nights.run("nightly"));
  expect(nights.platform.journal.map(({ organizationId }) => organizationId).sort()).toEqual(["shop_eu", "shop_us"]);
});

test("a pull request shows what the next run would do and the days left, without sending requests", async () => {
  const { summary } = succeeded(await nights.run("preview", { daysLater: 340 }));
  expect(summary).toMatch(/^```\n[^]*WebhookSigningKey shop_eu create replacement[^]*\n```\n/);
  expect(summary).toMatch(/\| webhook-keys\/prod \|.*\| \*\*due\*\* \|/);
  expect(nights.platform.journal).toHaveLength(2);
});

test("due keys that were not renewed raise the alarm", async () => {
  const { ok, output } = await nights.run("alarm", { daysLater: 340, hasRenewed: false });
  expect(ok).toBe(false);
  expect(output).toMatch(/exit 7\n/);
  expect(output).toMatch(/The signing key of shop_eu will be replaced: it is due for renewal\./);
  expect(nights.repository.calls().join("\n")).toMatch(/gh issue create --title Webhook keys were not renewed/);
  expect(nights.heartbeats()).toBe(0);
});

test("the next night renews them, without an alarm", async () => {
  succeeded(await nights.run("nightly", { daysLater: 340 }));
  expect(nights.platform.journal).toHaveLength(4);
  succeeded(await nights.run("alarm", { daysLater: 340 }));
  expect(nights.heartbeats()).toBe(1);
});

test("every job installs from the lock file, without scripts, and shows the days left", () => {
  const install = "npm ci --ignore-scripts";
  const status = "npx pulumi-cybersource-webhooks status --stack prod --format markdown";
  const alarm = [install, `${status} --fail-in 14`];
  const called = nights.repository.calls().filter((call) => !call.startsWith("gh "));
  expect(called).toEqual([install, install, status, ...alarm, install, ...alarm]);
});

test("no output or file contains a secret", () => {
  expect(nights.findLeaks()).toEqual([]);
});
