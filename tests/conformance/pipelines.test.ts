import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { isCliThere } from "../e2e/support/real-cli.js";
import { type Nights, startNights } from "../pipelines/nights.js";
import { azurePipelines, githubActions, gitlabCi } from "../pipelines/pipeline.js";
import { succeeded } from "../pipelines/repository.js";

const isReal = isCliThere();
if (!isReal) process.stderr.write("SKIPPED on the Pulumi CLI, which is not on PATH: pipelines\n");

describe.each([githubActions, gitlabCi, azurePipelines])("$name", (pipeline) => {
  const declare = (title: string, onCli: boolean): void =>
    (onCli && !isReal ? describe.skip : describe)(title, () => {
      let nights: Nights;
      beforeAll(async () => {
        nights = await startNights(pipeline, { isReal: onCli });
      });
      afterAll(() => nights.end());

      test("the first night creates the keys, without an alarm", async () => {
        succeeded(await nights.run("nightly"));
        expect(nights.platform.journal).toHaveLength(2);
        succeeded(await nights.run("alarm"));
        expect(nights.heartbeats()).toBe(1);
      });

      test("a preview writes Markdown and sends no requests, and a failed one writes it too", async () => {
        const { summary } = succeeded(await nights.run("preview", { daysLater: 340 }));
        expect(summary).toMatch(/^```\n[^]*WebhookSigningKey +shop_eu +(?:create replacement|replace)[^]*\n```\n/);
        expect(summary).toMatch(/\| shop&#95;eu \|.*\| \*\*due\*\* \|/);
        const failed = await nights.run("preview", { environment: { PULUMI_ENABLE_LEGACY_DIFF: "true" } });
        expect(failed.ok).toBe(false);
        expect(failed.summary).toMatch(/ERR_LEGACY_DIFF/);
        expect(nights.platform.journal).toHaveLength(2);
      });

      test("a night in which the service rejects requests fails, and the alarm names the due keys", async () => {
        nights.platform.fault({ kind: "answer", made: false, status: 403 }, "always");
        const night = await nights.run("nightly", { daysLater: 340 });
        expect(night.ok).toBe(false);
        expect(night.output).toMatch(/ERR_KMS_FORBIDDEN/);
        const alarm = await nights.run("alarm", { daysLater: 340, hasRenewed: false });
        expect(alarm.ok).toBe(false);
        expect(alarm.output).toMatch(/will be replaced: it is due for renewal\./);
        expect(nights.heartbeats()).toBe(1);
      });

      test("the next night renews the keys, without an alarm", async () => {
        nights.platform.clearFaults();
        const before = nights.platform.journal.length;
        succeeded(await nights.run("nightly", { daysLater: 341 }));
        expect(nights.platform.journal).toHaveLength(before + 2);
        succeeded(await nights.run("alarm", { daysLater: 341 }));
        expect(nights.heartbeats()).toBe(2);
      });

      test("no output or file contains a secret", () => {
        expect(nights.findLeaks()).toEqual([]);
      });
    });

  declare("on the embedded engine", false);
  declare("on the Pulumi CLI", true);
});
