import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { type Stack } from "../e2e/support/engine.js";
import { onEveryEngine, stepsOf, succeeded } from "../e2e/support/scenario.js";

const PROGRAM = `
const current = new WebhookSigningKey("orders", { organizationId: "org" });
new WebhookVerificationKeys("receiver", { current });
`;
const LATE_MS = 2_000;
const NEVER_MS = 300_000;

interface Running {
  /** Sends ^C to the whole process group, as a terminal does. */
  readonly interrupt: () => void;
  readonly output: () => string;
  /** The exit code. */
  readonly ended: Promise<number | null>;
}

const startUp = ({ upCommand: { file, args, cwd, env } }: Stack): Running => {
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} was not started`);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return {
    interrupt: () => process.kill(-pid, "SIGINT"),
    output: () => output,
    ended: once(child, "exit").then(([code]) => code as number | null),
  };
};

const until = async (isReached: () => boolean): Promise<void> => {
  while (!isReached()) await sleep(20);
};

onEveryEngine("^C during a request for a key", (start) => {
  test("lets the request finish, records the key and starts no more", async () => {
    const { stack, platform, resources } = await start({ program: PROGRAM });
    platform.fault({ kind: "delay", made: true, beforeHeadersMs: LATE_MS });
    const run = startUp(stack);
    await until(() => platform.journal.length === 1);
    run.interrupt();
    expect(await run.ended).not.toBe(0);
    expect(Object.keys(await resources())).toEqual(["WebhookSigningKey orders"]);

    expect(stepsOf(succeeded(await stack.up()))).toEqual(["create WebhookVerificationKeys receiver"]);
    expect(platform.journal).toHaveLength(1);
  });

  test("twice stops at once, and the next up requests a new key", async () => {
    const { stack, platform } = await start({ program: PROGRAM });
    platform.fault({ kind: "delay", made: true, beforeHeadersMs: NEVER_MS });
    const run = startUp(stack);
    await until(() => platform.journal.length === 1);
    run.interrupt();
    await until(() => /press \^C again/i.test(run.output()));
    run.interrupt();
    expect(await run.ended).not.toBe(0);

    await stack.unlock();
    const next = succeeded(await stack.up());
    expect(next.output).toMatch(/pending operations/);
    expect(stepsOf(next)).toEqual(["create WebhookSigningKey orders", "create WebhookVerificationKeys receiver"]);
    expect(platform.journal).toHaveLength(2);
  });
});
