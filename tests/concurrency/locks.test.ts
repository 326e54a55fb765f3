import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { embedded } from "../e2e/support/embedded.js";
import { createProgram } from "../e2e/support/program.js";
import { onEveryEngine, stepsOf, succeeded } from "../e2e/support/scenario.js";

const PROGRAM = `new WebhookSigningKey("orders", { organizationId: "org" });`;
/** The same, and a subscription whose URL holds a token. */
const WITH_SUBSCRIPTION = `const signingKey = ${PROGRAM}
new WebhookSubscription("orders", {
  organizationId: "org",
  webhookUrl: new pulumi.Config().requireSecret("webhookUrl"),
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  signingKey,
});`;
const TOKEN = randomBytes(18).toString("hex");
/** Long enough for a second run to begin and be rejected. */
const LATE_MS = 8_000;

onEveryEngine("two ups at once on one stack", (start, engine) => {
  test("conflict: the second one is rejected, sends nothing and reports who holds the lock, and no secret URL", async () => {
    const { stack, platform, keepSecret } = await start({
      program: WITH_SUBSCRIPTION,
      config: { "scenario:webhookUrl": { value: `https://hooks.example.com/in?token=${TOKEN}`, secret: true } },
      platform: { subscriptions: { firstStatus: "INACTIVE" } },
    });
    keepSecret("token", TOKEN, "random");
    platform.fault({ kind: "delay", made: true, beforeHeadersMs: LATE_MS });
    const first = stack.up();
    while (platform.journal.length === 0) await sleep(20);

    const second = await stack.up();
    expect(second.ok).toBe(false);
    expect(second.output).toMatch(
      engine === embedded ? /locked by process \d+ on .+ since / : /created by .+\(pid \d+\)/,
    );
    expect(platform.journal).toHaveLength(1);
    expect(stepsOf(succeeded(await first))).toEqual([
      "create WebhookSigningKey orders",
      "create WebhookSubscription orders",
    ]);
    const made = platform.journal.filter(({ action = "" }) => action.startsWith("CREATE"));
    expect(made.map(({ action }) => action)).toEqual(["CREATE", "CREATE_SUBSCRIPTION"]);
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
