// Draws docs/images/renewal.svg: a terminal in which `up` renews a signing key that is 340 days old. The lines come from a
// real run of the embedded engine and of `status`, with the local platform. Works in the current folder, with the compiled
// project. With `--redraw`, takes the lines from the existing picture and runs nothing. With `--check`, writes nothing, and
// exits with 1 if the picture differs.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { startPlatform } from "../dist/local/platform/server.js";
import { drawTerminal, linesOf } from "./terminal-picture.mjs";
import { readOrEmpty, writeOrCheck } from "./write-or-check.mjs";

const FILE = "docs/images/renewal.svg";
const ORGANIZATION = "my_organization";
const AGE_MS = 340 * 86_400_000;

const compiled = (path) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
const WORK = fileURLToPath(new URL("../.work", import.meta.url));

const FILES = {
  "package.json": '{ "name": "shop", "private": true, "main": "index.js" }\n',
  "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
  "index.js": `const { WebhookSigningKey, WebhookVerificationKeys } = require("pulumi-cybersource-webhooks");

const current = new WebhookSigningKey("orders", { organizationId: "${ORGANIZATION}", renewBeforeDays: 30 });
const ring = new WebhookVerificationKeys("orders", { current }, { protect: true });

exports.verificationKeys = ring.keys;
`,
};

const run = async (args, { cwd, clockOffsetMs = 0, host }) => {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:PULUMI|CYBERSOURCE)_/i.test(name));
  const child = spawn(process.execPath, args, {
    cwd,
    env: {
      ...Object.fromEntries(kept),
      PULUMI_CONFIG_PASSPHRASE: "a-passphrase",
      CYBERSOURCE_HOST: host,
      CYBERSOURCE_AUTHENTICATION: "none",
      NODE_OPTIONS: `--require=${JSON.stringify(compiled("tests/support/move-clock.js"))}`,
      TEST_CLOCK_OFFSET_MS: String(clockOffsetMs),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) throw new Error(`exit code ${code}: ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout.trimEnd().split("\n");
};

/** Leaves out values that differ between runs, and the diagnostics, which repeat the steps. */
const settled = (lines, host) => {
  const whole = lines
    .map((line) => line.replace(/ \(\d+(?:\.\d+)?s\)/, "").replace(host, "127.0.0.1:8480".padEnd(host.length)))
    .filter((line) => !line.startsWith("Duration: "));
  const from = whole.indexOf("Diagnostics:");
  const to = whole.indexOf("Outputs:");
  const shown = from < 0 ? whole : [...whole.slice(0, from), "", ...whole.slice(to)];
  return shown
    .filter((line, index) => line !== "" || shown[index + 1] !== "")
    .join("\n")
    .trimEnd()
    .split("\n");
};

const valuesOf = ({ keyId, key, expirationDate }) => [keyId, key, expirationDate.toISOString().slice(0, 10)];

/** Fails if the picture would show a key, its ID or the day on which it expires. */
const refuseSecrets = (lines, secrets) => {
  if (secrets.length !== 6) throw new Error("expected two keys of three values each");
  const shown = lines.join("\n");
  if (secrets.some((secret) => shown.includes(secret))) throw new Error("the run shows a secret: no picture is drawn");
};

const recordRun = async () => {
  mkdirSync(WORK, { recursive: true });
  const cwd = mkdtempSync(join(WORK, "draw-renewal-"));
  const platform = await startPlatform({ now: () => new Date(Date.now() - AGE_MS) });
  const currentValues = () => valuesOf(platform.currentKey(ORGANIZATION, "sharedSecret"));
  const host = new URL(platform.origin).host;
  const engine = [compiled("local/engine/main.js"), "up", "--stack", "prod"];
  const status = [compiled("cli/main.js"), "status", "--state", ".pulumi-local/shop/prod.json"];
  try {
    for (const [name, content] of Object.entries(FILES)) writeFileSync(join(cwd, name), content);
    await run(engine, { cwd, host: platform.origin, clockOffsetMs: -AGE_MS });
    const secrets = currentValues();
    platform.advance(AGE_MS);
    const renewal = await run(engine, { cwd, host: platform.origin });
    secrets.push(...currentValues());
    const lines = [
      "$ engine up --stack prod",
      ...settled(renewal, host),
      "",
      "$ npx pulumi-cybersource-webhooks status --state .pulumi-local/shop/prod.json",
      ...settled(await run(status, { cwd, host: platform.origin }), host),
    ];
    refuseSecrets(lines, secrets);
    return lines;
  } finally {
    await platform.close();
    rmSync(cwd, { recursive: true, force: true });
  }
};

const lines = process.argv.includes("--redraw") ? linesOf(readOrEmpty(FILE)) : await recordRun();
const picture = drawTerminal({
  source: "scripts/draw-renewal.mjs",
  title: "A signing key is renewed",
  description:
    "pulumi up replaces a signing key that is due for renewal, and hands the new one to the verification keys, which " +
    "keep the earlier one. Keys are shown as [secret]. The status command then counts the days that the new key has left.",
  lines,
});

writeOrCheck(FILE, picture, "differs from what a run shows: npm run draw");
