import { describe, expect, test } from "@jest/globals";
import { type Fault } from "../../local/platform/fault.js";
import { codeBlocks } from "../support/documents.js";
import { realCli } from "./support/real-cli.js";
import { onEveryEngine } from "./support/scenario.js";

/** The hook that docs/troubleshooting-up.md shows. */
const HOOK = codeBlocks("docs/troubleshooting-up.md").find(({ text }) => text.includes("pulumi.ErrorHook"))?.text ?? "";
const PROGRAM = `
  const hook = ${HOOK.trim()}
  new WebhookSigningKey("orders", { organizationId: "hooked_org" }, { hooks: { onError: [hook] } });`;

onEveryEngine("an error hook that retries if no key was created", (start, engine) => {
  // The embedded engine doesn't support hooks.
  (engine === realCli ? describe : describe.skip)("after an error", () => {
    test.each<[what: string, faults: Fault[], requests: number, ok: boolean]>([
      ["doesn't retry if the outcome is unknown", [{ kind: "reset", made: true, afterBytes: 0 }], 1, false],
      [
        // Only the hook retries so soon after such an answer.
        "retries if the service is busy for an hour",
        [1, 2].map(() => ({ kind: "answer", made: false, status: 429, body: "", headers: { "retry-after": "3600" } })),
        3,
        true,
      ],
    ])("%s", async (_what, faults, requests, ok) => {
      const { platform, stack } = await start({ program: PROGRAM });
      for (const fault of faults) platform.fault(fault);
      const run = await stack.up();
      expect({ ok: run.ok, requests: platform.journal.length }).toEqual({ ok, requests });
    });
  });
});
