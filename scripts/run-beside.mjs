// Usage: node scripts/run-beside.mjs <check>,<check>… <script> [arguments of the script]
// Runs a script of package.json and, at the same time, the checks, one after the other. The output of the script is
// shown as it comes, that of a check as one block when the check has ended. Fails if any of them fails.
import { spawn } from "node:child_process";

const npm = process.env.npm_execpath;
if (npm === undefined) throw new Error("Run this through npm: npm test");
const [checks = "", script = "", ...args] = process.argv.slice(2);

// With its output in a pipe, Jest prints lines and redraws nothing, which would erase what the checks print.
const hasColors = process.stderr.isTTY && process.env.NO_COLOR === undefined;
const env = { ...process.env, ...(hasColors && { FORCE_COLOR: "1" }) };

/** Runs a script, and resolves to its name if it fails. */
const run = (name, options, onOutput) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [npm, "run", name, ...options], { env, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (text) => onOutput(process.stdout, text));
    child.stderr.on("data", (text) => onOutput(process.stderr, text));
    child.on("error", reject);
    child.on("close", (code) => resolve(code === 0 ? [] : [name]));
  });

/** Blocks that wait for the script to end its line. */
const waiting = [];
let isWithinLine = false;
const show = () => {
  if (isWithinLine) return;
  for (const [stream, text] of waiting.splice(0)) stream.write(text);
};

const runScript = () =>
  run(script, args.length > 0 ? ["--", ...args] : [], (stream, text) => {
    stream.write(text);
    isWithinLine = !text.toString().endsWith("\n");
    show();
  });

const runChecks = async () => {
  const failed = [];
  for (const check of checks.split(",")) {
    const block = [];
    failed.push(...(await run(check, [], (stream, text) => block.push([stream, text]))));
    waiting.push(...block);
    show();
  }
  return failed;
};

const failed = (await Promise.all([runScript(), runChecks()])).flat();
isWithinLine = false;
show();
if (failed.length > 0) {
  process.stderr.write(`\nFailed: ${failed.map((name) => `npm run ${name}`).join(", ")}\n`);
  process.exitCode = 1;
}
