import { spawn } from "node:child_process";
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import { type Ended, MAIN, runCli as runAnew, runNode } from "./run-cli.js";

const SECRET = "secret-that-nobody-may-see";
const PACKAGE_NAME = "pulumi-cybersource-webhooks";
const CHECK = ["check-token-endpoint", "http://127.0.0.1:1/token", "--client-id", "client"];

const ended = new Map<string, Promise<Ended>>();
/** Runs the command until it ends, once for the same arguments. */
const runCli = (args: readonly string[]): Promise<Ended> => {
  const key = JSON.stringify(args);
  const running = ended.get(key) ?? runAnew(args);
  ended.set(key, running);
  return running;
};

describe("help", () => {
  test.each([
    [["--help"]],
    [["check-access", "--help"]],
    [["check-token-endpoint", "--help"]],
    [["status", "--help"]],
    [["import-file", "--help"]],
    [["products", "--help"]],
    [["subscriptions", "--help"]],
    [["send-test", "--help"]],
  ])("fits on a screen: %j", async (args) => {
    const { status, stdout, stderr } = await runCli(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.at(-1)).toBe("Exit codes: 0 success, 1 a check failed, 2 invalid usage or an error.");
  });

  test("doesn't load the implementation of commands", async () => {
    const preload = join(createScratch("cli"), "loaded.cjs");
    writeFileSync(preload, 'process.on("exit", () => console.error(Object.keys(require.cache).join("\\n")));');
    const { stderr } = await runNode(["--require", preload, MAIN, "check-token-endpoint", "--help"]);
    const folder = dirname(MAIN);
    expect(
      stderr
        .split("\n")
        .filter((path) => path.startsWith(folder))
        .sort(),
    ).toEqual(
      ["check-access", "check-token-endpoint", "import-file", "products", "send-test", "status", "subscriptions"]
        .map((name) => `commands/${name}.js`)
        .concat("commands/list-places.js", "commands/options.js", "main.js", "program.js", "without-secrets.js")
        .sort()
        .map((path) => join(folder, path)),
    );
    expect(stderr).not.toMatch(/\/zod\/|\/got\/|@pulumi|\/testing\//);
  });

  test.each([
    ["check-access", "check-access"],
    ["status", "status"],
    ["import-file", "import"],
    ["products", "subscription-commands", "products"],
    ["subscriptions", "subscription-commands", "subscriptions"],
    ["send-test", "subscription-commands", "send-test"],
  ])("of %s lists the same options as its page", async (name, pageName, section = "") => {
    const optionsIn = (text: string, pattern: RegExp): string[] =>
      [...text.matchAll(pattern)].map(([, option = ""]) => option);
    const { stdout } = await runCli([name, "--help"]);
    const text = readFileSync(join(PROJECT_ROOT, `docs/${pageName}.md`), "utf8");
    const page = section === "" ? text : (text.split(/^## /m).find((part) => part.startsWith(`\`${section}\``)) ?? "");
    const told = optionsIn(stdout, /^ {2}(--[a-z-]+(?: <.+?>)?)/gm).sort();
    expect(optionsIn(page, /^\| `(--[a-z-]+(?: <.+?>)?)` +\|/gm).sort()).toEqual(told);
  });

  test.each([[[]], [["help"]], [["-h"]]])("is printed without a command: %j", async (args) => {
    const help = await runCli(["--help"]);
    expect(help.stdout).toMatch(/^Usage: pulumi-cybersource-webhooks /);
    expect(await runCli(args)).toEqual({ ...help, status: 0, stderr: "" });
  });

  test("of a command is also printed with the word help", async () => {
    expect(await runCli(["help", "status"])).toEqual(await runCli(["status", "--help"]));
  });

  test("--version prints the version of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string };
    expect(await runCli(["--version"])).toMatchObject({ status: 0, stdout: `${version}\n` });
  });
});

describe("exits with 2 for invalid usage, and says what to do", () => {
  test.each<[what: string, args: string[], message: string]>([
    [
      "an unknown command",
      ["check-token-endpont", "--client-id", "a"],
      "error: unknown command 'check-token-endpont'\n(Did you mean check-token-endpoint?)\n",
    ],
    ["an unknown command that isn't similar to a known one", ["xyzzy"], "error: unknown command 'xyzzy'\n"],
    ["help of an unknown command", ["help", "statuz"], "error: unknown command 'statuz'\n(Did you mean status?)\n"],
    [
      "an unknown command with --help",
      ["statuz", "--help"],
      "error: unknown command 'statuz'\n(Did you mean status?)\n",
    ],
    ["no URL", ["check-token-endpoint", "--client-id", "a"], "error: missing required argument 'url'\n"],
    ["no client ID", CHECK.slice(0, 2), "error: required option '--client-id <id>' not specified\n"],
    ["an unknown option", [...CHECK, "--scpe", "a"], "error: unknown option '--scpe'\n(Did you mean --scope?)\n"],
    [
      "no secret",
      CHECK,
      "error: a secret is needed: set CYBERSOURCE_TOKEN_CLIENT_SECRET, or pass it on standard input with --secret-stdin\n",
    ],
    ["an empty secret", [...CHECK, "--secret-stdin"], "error: the secret is empty\n"],
  ])("%s", async (_what, args, message) => {
    const { status, stdout, stderr } = await runCli(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.slice(0, message.length)).toBe(message);
  });

  test("an invalid option of the check", async () => {
    const args = ["check-token-endpoint", "http://127.0.0.1:1/token", "--client-id", ""];
    expect(await runAnew(args, { env: { CYBERSOURCE_TOKEN_CLIENT_SECRET: SECRET } })).toEqual({
      status: 2,
      stdout: "",
      stderr: "error: clientId must not be empty\n",
    });
  });
});

test.each([
  [`--client-secret=${SECRET}`],
  ["--client-secret", SECRET],
  [`--secret=${SECRET}`],
  ["--secret", SECRET],
  [`--secret-stdin=${SECRET}`],
  [`--client-secret${SECRET}`],
  [`-s${SECRET}`],
  [SECRET],
  [`two\nlines ${SECRET}`],
])("rejects a secret in the arguments without quoting it: %j", async (...args) => {
  const { status, stdout, stderr } = await runCli([...CHECK, ...args]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^error: (the secret can't be passed as an argument; set|unknown option|too many arguments)/);
  expect(stderr).not.toContain(SECRET);
});

test.each(["c2VjcmV0LXRoYXQ=", "two words", "secret-that-nobody-may-see-12345", "a".repeat(31)])(
  "doesn't quote an unknown word that may be a secret: %j",
  async (word) => {
    expect(await runCli([word])).toEqual({ status: 2, stdout: "", stderr: "error: unknown command\n" });
  },
);

describe("output that cannot be written", () => {
  // A device that behaves like a full disk.
  const isFullThere = existsSync("/dev/full");
  if (!isFullThere) process.stderr.write("SKIPPED: there is no /dev/full here\n");
  (isFullThere ? test : test.skip).each([[["--help"]], [["status", "--state", "-", "--fail-in", "1"]]])(
    "leads to an error and exit code 2: %j",
    async (args) => {
      const full = openSync("/dev/full", "w");
      const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["pipe", full, "pipe"] });
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.stdin?.on("error", () => undefined).end('{"version":3,"deployment":{}}');
      expect(await text(child.stderr ?? Readable.from([]))).toMatch(
        /^error: standard output cannot be written: ENOSPC: .*\n$/,
      );
      expect(await ended).toBe(2);
      closeSync(full);
    },
  );
});

test.each(["check-access", "check-token-endpoint", "status", "products", "subscriptions", "send-test"])(
  "%s accepts --format, and --json as in 0.1.0",
  async (name) => {
    const wrong = await runCli([name, "--format", "yaml"]);
    expect(wrong.stderr).toMatch(
      /^error: option '--format <format>' argument 'yaml' is invalid\. Allowed choices are table, json/,
    );
    // The error is about the next arguments, not about --json.
    const { stderr } = await runCli([name, "--json", "one", "two"]);
    expect(stderr).toMatch(/^error: (too many arguments|required option '--client-id)/);
  },
);

test("npx finds the command in an installed package", async () => {
  const folder = createScratch("npx", { dependencies: { [PACKAGE_NAME]: "*" } });
  mkdirSync(join(folder, "node_modules"));
  cpSync(join(PROJECT_ROOT, "node_modules", PACKAGE_NAME), join(folder, "node_modules", PACKAGE_NAME), {
    recursive: true,
  });
  const npm = process.env["npm_execpath"];
  if (npm === undefined) throw new Error("Run this through npm: npm run jest");
  // Creates the links in node_modules/.bin, as an installation does, without a registry.
  expect(await runNode([npm, "rebuild", "--ignore-scripts"], { cwd: folder })).toMatchObject({ status: 0 });
  const npx = join(dirname(npm), "npx-cli.js");
  const { status, stderr } = await runNode([npx, "--no", PACKAGE_NAME, ...CHECK, "--client-secret"], { cwd: folder });
  expect(status).toBe(2);
  expect(stderr).toContain("error: the secret can't be passed as an argument");
});
