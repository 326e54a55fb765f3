import { afterEach, expect, test } from "@jest/globals";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createBody, send } from "../harness.js";
import { WEBHOOKS, jsonOf, subscriptionBody } from "./harness.js";

const COMMAND = "dist/local/platform/main.js";

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  }
});

test("npm run platform treats subscriptions as its option says, and prints each request", async () => {
  const switches = { reviewAfterMs: 20, healthCheckAfterMs: 1000, minuteMs: 1000 };
  const args = [COMMAND, "--port", "0", "--subscriptions", JSON.stringify(switches)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const { value } = (await lines.next()) as { value: string };
      if (pattern.test(value)) return value;
    }
  };
  const [, origin = ""] = /Listening on (http:\S+)/.exec(await nextLine(/^Listening/)) ?? [];
  const headers = { "content-type": "application/json" };
  const post = (path: string, body: unknown) => send(`${origin}${path}`, { headers, body: JSON.stringify(body) });
  await post("/kms/egress/v2/keys-sym", createBody());
  const { webhookId } = jsonOf(await post(WEBHOOKS, subscriptionBody()));
  expect(await nextLine(/CREATE_SUBSCRIPTION/)).toMatch(
    / POST \/notification-subscriptions\/v2\/webhooks CREATE_SUBSCRIPTION merchantName 201$/,
  );
  const status = async () =>
    jsonOf(await send(`${origin}${WEBHOOKS}/${String(webhookId)}`, { method: "GET" }))["status"];
  while ((await status()) === "PENDING_REVIEW") await new Promise((done) => setTimeout(done, 10));
  expect(await status()).toBe("INACTIVE");
});
