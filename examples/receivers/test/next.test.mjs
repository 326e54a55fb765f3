import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { checkReceiver, checkTooLarge, folder, keysFile, startProcess } from "./receiver-checks.mjs";

test("Next.js with a route handler of the app router", async (t) => {
  const next = join(folder, "node_modules/next/dist/bin/next");
  const env = { ...process.env, KEYS_FILE: keysFile(t), NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  const options = { cwd: join(folder, "next"), env };
  execFileSync(process.execPath, [next, "build"], { ...options, stdio: "pipe" });
  const port = await startProcess(t, process.execPath, [next, "start", "--port", "0"], options);
  await checkReceiver(`http://127.0.0.1:${port}/webhooks`);
  await checkTooLarge(`http://127.0.0.1:${port}/webhooks`, 401);
});
