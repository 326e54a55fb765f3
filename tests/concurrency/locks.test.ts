import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { embedded } from "../e2e/support/embedded.js";
import { createProgram } from "../e2e/support/program.js";
import { onEveryEngine, stepsOf, succeeded } from "../e2e/support/scenario.js";

const PROGRAM = `new WebhookSigningKey("orders", { organizationId: "org" });`;
/** Long enough for a second run to begin and be rejected. */
const LATE_MS = 8_000;

onEveryEngine("two ups at once on one stack", (start, engine) => {
  test("conflict: the second one is rejected, sends nothing and reports who holds the lock", async () => {
    const { stack, platform } = await start({ program: PROGRAM });
    platform.fault({ kind: "delay", made: true, beforeHeadersMs: LATE_MS });
    const first = stack.up();
    while (platform.journal.length === 0) await sleep(20);

    const second = await stack.up();
    expect(second.ok).toBe(false);
    expect(second.output).toMatch(
      engine === embedded ? /locked by process \d+ on .+ since / : /created by .+\(pid \d+\)/,
    );
    expect(stepsOf(succeeded(await first))).toEqual(["create WebhookSigningKey orders"]);
    expect(platform.journal).toHaveLength(1);
  });
});

test("for a lock of another machine, the embedded engine reports who holds it, and which file to delete", async () => {
  const stack = await embedded.createStack({ folder: createProgram(PROGRAM), config: {}, environment: {} });
  const [states = ""] = stack.folders;
  const lock = join(states, "scenario/dev.json.lock");
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, JSON.stringify({ pid: 1, host: "elsewhere", since: "2026-01-01T00:00:00Z" }));

  const refused = await stack.up();
  expect(refused.ok).toBe(false);
  expect(refused.output).toContain("locked by process 1 on elsewhere since 2026-01-01T00:00:00Z");
  expect(refused.output).toContain(`delete ${lock}`);
  expect(existsSync(lock)).toBe(true);
});
