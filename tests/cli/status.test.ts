import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { type StatusReport } from "../../cli/status/key-status.js";
import { type ExportedState, PASSPHRASE, STACK_NAME } from "../e2e/support/engine.js";
import { createProgram } from "../e2e/support/program.js";
import { isCliThere, realCli } from "../e2e/support/real-cli.js";
import { createScratch } from "../support/project.js";
import { RECORDED_PROGRAM, STATES } from "../support/recorded-states.js";
import { findSecrets, textPlace } from "../support/secret-sweep.js";
import { type Ended, MAIN, runCli } from "./run-cli.js";
import { DAY_MS } from "../../provider/dates.js";

const FORMATS = ["table", "json", "markdown", "prometheus", "html"];
const SECRETS = { keyId: "key-id-that-nobody-may-see", key: "a2V5LXRoYXQtbm9ib2R5LW1heS1zZWU=", secret: PASSPHRASE };

const sealed = (value: unknown): Record<string, string> => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

const END = new Date(Date.now() + 20.5 * DAY_MS).toISOString();

/** A plain-text state with keys that expire in 20 and 200 days, the first inside its renewal window. */
const plainTextState = (stack: string): string => {
  const type = "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey";
  const resource = (name: string, expirationDate: string): unknown => ({
    urn: `urn:pulumi:${stack}::webhooks::${type}::${name}`,
    type,
    inputs: { renewBeforeDays: 30 },
    outputs: {
      organizationId: "merchant_org",
      host: "api.cybersource.com",
      keyId: sealed(SECRETS.keyId),
      key: sealed(SECRETS.key),
      expirationDate: sealed(expirationDate),
    },
  });
  const resources = [resource("orders", END), resource("refunds", new Date(Date.now() + 200.5 * DAY_MS).toISOString())];
  return JSON.stringify({ version: 3, deployment: { resources } });
};

let folder: string;
let prod: string;
let testing: string;
beforeAll(() => {
  folder = createScratch("status");
  prod = join(folder, "prod.json");
  testing = join(folder, "testing.json");
  writeFileSync(prod, plainTextState("prod"));
  writeFileSync(testing, plainTextState("testing"));
});

const status = (args: string[], around: Parameters<typeof runCli>[1] = {}): Promise<Ended> =>
  runCli(["status", ...args], around);

test.each(FORMATS)("the format %s has every key and no secret", async (format) => {
  const { status: code, stdout, stderr } = await status(["--state", prod, "--format", format]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const shown of ["orders", "refunds", "20", "200"]) expect(stdout).toContain(shown);
  expect(findSecrets([textPlace(format, stdout)], { ...SECRETS, end: END.slice(0, 10) })).toEqual([]);
});

test("reports several states together, one of them from standard input", async () => {
  const args = ["--state", prod, "-", "--format", "json"];
  const { stdout } = await status(args, { stdin: readFileSync(testing, "utf8") });
  const { keys, stackCount } = JSON.parse(stdout) as StatusReport;
  expect(stackCount).toBe(2);
  expect(keys.map(({ stack, name }) => `${stack} ${name}`)).toEqual([
    "prod orders",
    "testing orders",
    "prod refunds",
    "testing refunds",
  ]);
});

test("reads a state that PowerShell's `>` wrote, also from standard input", async () => {
  const utf16 = Buffer.from(`\ufeff${readFileSync(prod, "utf8")}`, "utf16le");
  const file = join(folder, "powershell.json");
  writeFileSync(file, utf16);
  const { stdout } = await status(["--state", prod]);
  expect(await status(["--state", file])).toEqual({ status: 0, stdout, stderr: "" });
  expect(await status(["--state", "-"], { stdin: utf16 })).toEqual({ status: 0, stdout, stderr: "" });
});

test("exits with 1 for verification keys without the current signing key, with --fail-in", async () => {
  const type = "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookVerificationKeys";
  const state = JSON.parse(plainTextState("prod")) as { deployment: { resources: { urn: string }[] } };
  const { resources } = state.deployment;
  const verificationKeys = {
    urn: `urn:pulumi:prod::webhooks::${type}::orders`,
    type,
    outputs: { keys: sealed([{ keyId: "an-older-key-id", key: SECRETS.key }]) },
    propertyDependencies: { current: [resources[0]?.urn] },
  };
  resources.push(verificationKeys);
  const ended = await status(["--state", "-", "--fail-in", "20"], { stdin: JSON.stringify(state) });
  const told =
    "Receivers reject new notifications: the verification keys orders lack the current signing key or can't be read.";
  expect(ended).toMatchObject({ status: 1, stderr: `${told}\n` });
  expect(ended.stdout).toContain(told);
  expect(findSecrets([textPlace("output", ended.stdout + ended.stderr)], SECRETS)).toEqual([]);
});

test("exits with 1 for a subscription that delivers nothing, with --fail-in", async () => {
  const type = "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSubscription";
  const token = "token-that-nobody-may-see";
  const subscription = {
    urn: `urn:pulumi:prod::webhooks::${type}::orders`,
    id: "webhook-1",
    type,
    outputs: {
      organizationId: "o",
      host: "h",
      status: "SUSPENDED",
      webhookUrl: `https://hooks.example.com/?t=${token}`,
    },
  };
  const stdin = JSON.stringify({ version: 3, deployment: { resources: [subscription] } });
  const ended = await status(["--state", "-", "--fail-in", "0"], { stdin });
  const told = "The platform delivers nothing for the subscriptions orders (SUSPENDED).";
  expect(ended).toMatchObject({ status: 1, stderr: `${told}\n` });
  expect(ended.stdout).toContain(
    "https://hooks.example.com  SUSPENDED  fix the receiver, then wait for the nightly run",
  );
  expect(findSecrets([textPlace("output", ended.stdout)], { token })).toEqual([]);
});

describe("exit code", () => {
  test.each([
    [20, 0, ""],
    [21, 1, "1 of 2 keys expires within 21 days or has an unreadable date\n"],
  ])("with --fail-in %d is %d", async (days, code, message) => {
    const ended = await status(["--state", prod, "--fail-in", String(days)]);
    expect(ended).toMatchObject({ status: code, stderr: message });
    expect(ended.stdout).toContain("2 keys in 1 stack: 1 due, 1 valid.");
  });

  test.each<[what: string, args: () => string[], message: string]>([
    ["a missing file", () => ["--state", "/none.json"], "error: /none.json cannot be read: no such file (ENOENT)\n"],
    ["a folder", () => ["--state", "/"], "error: / cannot be read: it is a folder (EISDIR)\n"],
    [
      "a folder without a stack",
      () => ["--cwd", join(folder, "none")],
      "error: `pulumi stack export --show-secrets` cannot be",
    ],
    ["an invalid number", () => ["--fail-in", "soon"], "error: option '--fail-in <days>' argument 'soon' is invalid."],
    [
      "both sources",
      () => ["--state", prod, "--stack", "dev"],
      "error: option '--state <files...>' cannot be used with",
    ],
  ])("is 2 for %s", async (_what, args, message) => {
    const ended = await status(args());
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr.slice(0, message.length)).toBe(message);
  });
});

test("doesn't fail if the reader closes the pipe", async () => {
  const child = spawn(process.execPath, [MAIN, "status", "--state", prod, "--fail-in", "21"]);
  child.stdout.destroy();
  const ended = new Promise((resolve) => child.once("close", resolve));
  expect(await text(child.stderr)).toBe("1 of 2 keys expires within 21 days or has an unreadable date\n");
  expect(await ended).toBe(1);
});

describe("colors and line length", () => {
  const escape = "\u001b[";
  const shownWith = async (env: Record<string, string>): Promise<string> =>
    (await status(["--state", prod], { env })).stdout;

  test("shows colors with FORCE_COLOR, but not in a pipe", async () => {
    expect(await shownWith({ FORCE_COLOR: "1" })).toContain(`${escape}33mdue`);
    expect(await shownWith({})).not.toContain(escape);
  });

  test("limits lines to COLUMNS", async () => {
    const lines = (await shownWith({ COLUMNS: "70" })).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(70);
  });
});

const isThere = isCliThere();
if (!isThere) process.stderr.write("SKIPPED: the Pulumi CLI is not on PATH, so no stack is read through it\n");
(isThere ? test : test.skip)("reads stacks through the Pulumi CLI, by default the selected one", async () => {
  const project = createProgram(RECORDED_PROGRAM);
  const stack = await realCli.createStack({ folder: project, config: {}, environment: {} });
  await stack.importState(JSON.parse(readFileSync(join(STATES, "0.1.0/cli.json"), "utf8")) as ExportedState);
  const [states = "", home = ""] = stack.folders;
  const env = { PULUMI_BACKEND_URL: `file://${states}`, PULUMI_HOME: home, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE };

  const named = await status(["--stack", STACK_NAME, "--cwd", project, "--format", "json"], { env });
  expect(named).toMatchObject({ status: 0, stderr: "" });
  expect((JSON.parse(named.stdout) as StatusReport).keys).toHaveLength(3);
  expect(await status(["--format", "json"], { env, cwd: project })).toMatchObject({ stdout: named.stdout });
  expect(await status(["--stack", "none", "--cwd", project], { env })).toEqual({
    status: 2,
    stdout: "",
    stderr: "error: `pulumi stack export --show-secrets --stack none` failed: error: no stack named 'none' found\n",
  });
});
