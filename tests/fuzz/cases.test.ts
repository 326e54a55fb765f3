import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { PROJECT_ROOT } from "../support/project.js";
import { CASES } from "./cases.js";
import { fuzz } from "./hostile.js";

test("npm test tries at least a hundred thousand cases", () => {
  const total = Object.values(CASES).reduce((sum, cases) => sum + cases, 0);
  expect(total).toBeGreaterThanOrEqual(100_000);
});

/** Keeps the processor busy for this time. */
const busy = (milliseconds: number): void => {
  const before = process.threadCpuUsage();
  while (process.threadCpuUsage(before).user < milliseconds * 1000);
};

test("a case that computes for too long fails, and one that waits doesn't", async () => {
  await expect(fuzz(1, fc.constant(400), busy, 300)).rejects.toMatchObject({
    cause: { message: "expected an end within 300 ms" },
  });
  await fuzz(1, fc.constant(400), (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)), 300);
});

test("a case that never ends kills the process, with a message", async () => {
  const watchdog = join(PROJECT_ROOT, "dist/tests/fuzz/watchdog.js");
  const program = `require(${JSON.stringify(watchdog)}).startWatchdog(200).begin(); for (;;);`;
  const { signal, stderr } = await new Promise<{ signal: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, ["-e", program], { timeout: 60_000, killSignal: "SIGTERM" }, (error, _, stderr) =>
      resolve({ signal: error?.signal, stderr }),
    );
  });
  expect([signal, stderr]).toEqual(["SIGKILL", "case 1 of a fuzz test does not end\n"]);
});
