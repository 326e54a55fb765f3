import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { runCommandLine } from "../../../../local/engine/command-line.js";
import { FIXTURE_PASSPHRASE, fixtureFile } from "./fixture-file.js";

const MAIN = join(__dirname, "../../../../local/engine/main.js");
const NOTE = "In production, use the Pulumi CLI";

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Given {
  readonly stdin?: string;
  readonly passphrase?: string;
}

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-main-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: ledger\nruntime: nodejs\n");
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const environmentOf = ({ passphrase = FIXTURE_PASSPHRASE }: Given): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: folder,
  PULUMI_CONFIG_PASSPHRASE: passphrase,
});

/** Runs a command line in this process, in the folder of the program. */
const engine = async (args: readonly string[], given: Given = {}): Promise<Ended> => {
  let [stdout, stderr] = ["", ""];
  const code = await runCommandLine(args, {
    env: environmentOf(given),
    write: (text) => void (stdout += text),
    writeError: (text) => void (stderr += text),
    readInput: async () => given.stdin ?? "",
    isTerminal: false,
    abortSignal: () => new AbortController().signal,
  });
  return { code, stdout, stderr };
};

/** Runs a command line in a process of its own, as users do. */
const engineProcess = async (args: readonly string[], { stdin = "", ...given }: Given = {}): Promise<Ended> => {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: environmentOf(given) });
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
};

const exported = readFileSync(fixtureFile("exported-state.json"), "utf8");
const dataOf = (json: string): unknown => JSON.parse(json);

describe("the engine's command", () => {
  test("says in its help, and at every run, to use the Pulumi CLI in production", async () => {
    const help = await engineProcess(["--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout.replace(/\s+/g, " ")).toContain(NOTE);
    for (const command of ["preview", "up", "refresh", "destroy", "export", "import"])
      expect(help.stdout).toContain(command);
    expect((await engine(["export", "--stack", "dev"])).stderr).toContain(NOTE);
  });

  test.each([[["up"]], [["up", "--stack", "dev", "--nonsense"]], [["nonsense"]], [["up", "-s", "dev", "-p", "0"]]])(
    "rejects the arguments %j",
    async (args) => {
      const { code, stdout, stderr } = await engine(args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("error: ");
    },
  );

  test.each([
    ["up", "--ignore-protect"],
    ["preview", "--diff"],
    ["destroy", "--exclude", "urn"],
    ["refresh", "--exclude-dependents"],
  ])("rejects the Pulumi CLI's %s %s, and refers to that CLI", async (command, option, ...value) => {
    const { code, stdout, stderr } = await engine([command, "--stack", "dev", option, ...value]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(`^error: The option ${option}: .*Run the program with the Pulumi CLI .*ERR_ENGINE_UNSUPPORTED\\)\n$`),
    );
  });

  test("prints the message and the code of an error, without a stack trace", async () => {
    const { code, stderr } = await engineProcess(["up", "--stack", "dev", "--cwd", tmpdir()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/error: No Pulumi\.yaml in .* \(ERR_ENGINE_PROJECT\)\n$/);
  });

  test("ends without a program's SDK, and says what to install", async () => {
    const { code, stderr } = await engineProcess(["up", "--stack", "dev"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/error: The Pulumi SDK is not installed in .*: run npm install .* \(ERR_ENGINE_PROJECT\)\n/);
  });

  test("prints one JSON document even if the run can't begin", async () => {
    rmSync(join(folder, "Pulumi.yaml"));
    const { code, stdout } = await engine(["preview", "--stack", "dev", "--json"]);
    expect(code).toBe(1);
    expect(dataOf(stdout)).toMatchObject({
      operation: "preview",
      result: "failed",
      error: { code: "ERR_ENGINE_PROJECT" },
    });
  });
});

describe("a run", () => {
  const PROGRAM = `
    const pulumi = require("@pulumi/pulumi");
    class Group extends pulumi.ComponentResource {
      constructor() { super("ledger:index:Group", "group"); this.registerOutputs({}); }
    }
    if (process.env.FAIL) throw new Error("on purpose");
    new Group();
    exports.key = pulumi.secret("hunter2");
  `;

  beforeEach(() => {
    writeFileSync(join(folder, "index.js"), PROGRAM);
    symlinkSync(join(__dirname, "../../../../../node_modules"), join(folder, "node_modules"));
  });

  test("has the exit codes of the Pulumi CLI: 0, 1 after a failure, 7 after an unexpected change", async () => {
    const unexpected = await engineProcess(["preview", "-s", "dev", "--expect-no-changes"]);
    expect(unexpected.code).toBe(7);
    expect(unexpected.stdout).toContain("+ 2 to create");
    expect(existsSync(join(folder, ".pulumi-local"))).toBe(false);

    const up = await engine(["up", "-s", "dev", "--json"]);
    expect(up.code).toBe(0);
    expect(dataOf(up.stdout)).toMatchObject({
      result: "succeeded",
      changeSummary: { create: 2 },
      outputs: { key: "[secret]" },
    });

    expect(await engine(["preview", "-s", "dev", "--expect-no-changes"])).toMatchObject({ code: 0 });

    writeFileSync(join(folder, "index.js"), `process.env.FAIL = "1"; ${PROGRAM}`);
    const failed = await engine(["up", "-s", "dev"]);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain("on purpose");
    expect([unexpected, up, failed].map(({ stdout, stderr }) => stdout + stderr).join("")).not.toContain("hunter2");
  });
});

describe("import and export", () => {
  test("keep a state of the Pulumi CLI unchanged, and write its salt to the stack file", async () => {
    const imported = await engineProcess(["import", "--stack", "dev"], { stdin: exported });
    expect(imported).toMatchObject({ code: 0, stdout: "" });
    const { code, stdout } = await engine(["export", "--stack", "dev"]);
    expect(code).toBe(0);
    expect(dataOf(stdout)).toEqual(dataOf(exported));
    expect(readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8")).toMatch(/^encryptionsalt: v1:/);
    expect(readdirSync(join(folder, ".pulumi-local", "ledger"))).toEqual(["dev.json"]);
  });

  test("work with files, which only their owner can read", async () => {
    await engine(["import", "-s", "dev", "--state", "states", "--file", fixtureFile("exported-state.json")]);
    const { stdout } = await engine(["export", "-s", "dev", "--state", "states", "--file", "out.json"]);
    expect(stdout).toBe("");
    expect(dataOf(readFileSync(join(folder, "out.json"), "utf8"))).toEqual(dataOf(exported));
    expect(statSync(join(folder, "out.json")).mode & 0o777).toBe(0o600);
  });

  test("show secrets only with --show-secrets", async () => {
    await engine(["import", "-s", "dev"], { stdin: exported });
    expect((await engine(["export", "-s", "dev"])).stdout).not.toContain("s3cret");
    const { stdout } = await engine(["export", "-s", "dev", "--show-secrets"]);
    expect(stdout).toContain("s3cret");
    expect(await engine(["import", "-s", "dev"], { stdin: stdout })).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, ".pulumi-local", "ledger", "dev.json"), "utf8")).not.toContain("s3cret");
  });

  test("remove pending operations and list them", async () => {
    const state = dataOf(exported) as { deployment: { resources: unknown[]; pending_operations?: unknown[] } };
    state.deployment.pending_operations = [{ type: "creating", resource: state.deployment.resources[3] }];
    const { stderr } = await engine(["import", "-s", "dev"], { stdin: JSON.stringify(state) });
    expect(stderr).toMatch(/warning: dropped the pending operation creating urn:pulumi:dev::ledger::.*::inner/);
    expect(dataOf((await engine(["export", "-s", "dev"])).stdout)).toEqual(dataOf(exported));
  });

  test.each([
    ["text that isn't JSON", "hunter2", "not valid JSON"],
    ["JSON that isn't a state", "{}", "not a deployment"],
    ["another stack's state", exported.replaceAll("urn:pulumi:dev", "urn:pulumi:prod"), "belongs to another stack"],
    ["another project's state", exported.replaceAll("::ledger::", "::other::"), "belongs to another stack"],
  ])("reject %s, without changing anything", async (_, stdin, named) => {
    const { code, stderr } = await engine(["import", "-s", "dev"], { stdin });
    expect(code).toBe(1);
    expect(stderr).toContain(named);
    expect(stderr).not.toContain("hunter2");
    expect(existsSync(join(folder, ".pulumi-local"))).toBe(false);
    expect(existsSync(join(folder, "Pulumi.dev.yaml"))).toBe(false);
  });

  test("reject a wrong passphrase", async () => {
    const { code, stderr } = await engine(["import", "-s", "dev"], { stdin: exported, passphrase: "wrong" });
    expect(code).toBe(1);
    expect(stderr).toContain("Incorrect passphrase (ERR_ENGINE_PASSPHRASE)");
  });
});
