import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { checkReceiver, checkTooLarge, folder, keysFile, startProcess, TOLD } from "./receiver-checks.mjs";

const printedBy = (command, args) =>
  JSON.parse(execFileSync(command, [...args, "test/print-bodies.mjs"], { cwd: folder, encoding: "utf8" }));

const require = createRequire(import.meta.url);
const platform = `${process.platform}-${process.arch}`;

test("Deno", async (t) => {
  const deno = require.resolve(`@deno/${platform}${process.platform === "linux" ? "-glibc" : ""}/deno`);
  const flags = ["run", "--allow-net", "--allow-read", "--allow-env", "--node-modules-dir=manual", "--no-lock"];
  const env = { ...process.env, KEYS_FILE: keysFile(t), PORT: "0", NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  assert.deepEqual(printedBy(deno, flags), TOLD);
  const port = await startProcess(t, deno, [...flags, "deno.mts"], { cwd: folder, env });
  await checkReceiver(`http://127.0.0.1:${port}/`);
  await checkTooLarge(`http://127.0.0.1:${port}/`, 401);
});

test("Bun", async (t) => {
  const bun = join(folder, "node_modules/@oven", `bun-${platform}`, "bin/bun");
  const env = { ...process.env, KEYS_FILE: keysFile(t), PORT: "0", NO_COLOR: "1" };
  assert.deepEqual(printedBy(bun, []), TOLD);
  const port = await startProcess(t, bun, ["bun.mts"], { cwd: folder, env });
  await checkReceiver(`http://127.0.0.1:${port}/`);
  await checkTooLarge(`http://127.0.0.1:${port}/`, 401);
});

test("Node.js", () => {
  assert.deepEqual(printedBy(process.execPath, []), TOLD);
});
