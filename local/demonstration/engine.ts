import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { z } from "zod";
import { createCrypter, openCrypter } from "../engine/state/passphrase.js";
import { readProject } from "../engine/project/project.js";
import { readStackFile } from "../engine/project/stack-config.js";
import { findCli } from "./find-cli.js";

export const STACK = "local";

/** Creating an empty stack takes a second or two. If it takes this long, the CLI doesn't work. */
const STACK_INIT_TIMEOUT_MS = 60_000;

/** What a demonstration runs in. It has its own state folder and passphrase. */
export interface Workspace {
  /** The folder of Pulumi.yaml. */
  readonly project: string;
  /** The folder for everything that the demonstration writes. */
  readonly work: string;
  readonly passphrase: string;
}

export interface ConfigValue {
  readonly key: string;
  readonly value: string;
  readonly isSecret?: boolean;
}

/** The engine that runs a demonstration: the Pulumi CLI or the embedded engine. */
export interface DemonstrationEngine {
  /** Which engine it is, and why, as a phrase to print. */
  readonly description: string;
  readonly configure: (values: readonly ConfigValue[]) => Promise<void>;
  /** Runs `up`, with these options of the Pulumi CLI, and prints its output. */
  readonly up: (...options: readonly string[]) => Promise<void>;
  /** The exported state, with its secrets encrypted. */
  readonly exportState: () => Promise<unknown>;
  /** The outputs of the stack, with secrets in plain text. */
  readonly outputs: () => Promise<unknown>;
}

/**
 * The environment of child processes, without the user's Pulumi login and stacks and without a connection to the real
 * service.
 */
const cleanEnvironment = (own: Readonly<Record<string, string>>): Record<string, string | undefined> => {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:PULUMI|CYBERSOURCE)_/i.test(name));
  return { ...Object.fromEntries(kept), ...own };
};

interface RunOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Stops the command after this time, which counts as a failure. */
  readonly timeoutMs?: number;
}

/** Runs a command. Returns its output, or prints it if `isShown` is set. */
const run = async (command: string, args: readonly string[], options: RunOptions, isShown = false): Promise<string> => {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: cleanEnvironment(options.environment),
    stdio: ["pipe", isShown ? "inherit" : "pipe", "inherit"],
    timeout: options.timeoutMs,
  });
  // A command that exits before it has read its input closes the pipe. Its exit code says what went wrong.
  child.stdin?.on("error", () => undefined).end(options.input ?? "");
  const exited = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on("error", reject).on("close", (code, signal) => resolve(signal ?? code));
  });
  const [output, code] = await Promise.all([child.stdout === null ? "" : text(child.stdout), exited]);
  if (typeof code === "string") throw new Error(`${command} ${args[0] ?? ""} was stopped by ${code}`);
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ""} ended with exit code ${code}`);
  return output;
};

/** Makes the CLI use the demonstration's folders instead of the user's. */
const cliEnvironment = ({ work, passphrase }: Workspace): Record<string, string> => ({
  PULUMI_BACKEND_URL: `file://${join(work, "states")}`,
  PULUMI_HOME: join(work, "home"),
  PULUMI_CONFIG_PASSPHRASE: passphrase,
  PULUMI_SKIP_UPDATE_CHECK: "true",
});

const realCli = async (workspace: Workspace, version: string): Promise<DemonstrationEngine> => {
  mkdirSync(join(workspace.work, "states"), { recursive: true });
  const options = { cwd: workspace.project, environment: cliEnvironment(workspace) };
  await run("pulumi", ["stack", "init", STACK], { ...options, timeoutMs: STACK_INIT_TIMEOUT_MS });
  return {
    description: `the Pulumi CLI ${version}, the \`pulumi\` on PATH`,
    configure: async (values) => {
      for (const { key, value, isSecret = false } of values) {
        const kind = isSecret ? "--secret" : "--plaintext";
        await run("pulumi", ["config", "set", "--stack", STACK, kind, key], { ...options, input: value });
      }
    },
    up: async (...flags) => {
      await run("pulumi", ["up", "--stack", STACK, "--yes", "--skip-preview", ...flags], options, true);
    },
    exportState: async () => JSON.parse(await run("pulumi", ["stack", "export", "--stack", STACK], options)) as unknown,
    outputs: async () => {
      const args = ["stack", "output", "--json", "--show-secrets", "--stack", STACK];
      return JSON.parse(await run("pulumi", args, options)) as unknown;
    },
  };
};

const plainStateSchema = z.object({
  deployment: z.object({
    resources: z.array(z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).default({}) })),
  }),
});
const plainSecretSchema = z.object({ plaintext: z.string() });

/**
 * Reads the stack's outputs from a state that was exported with `--show-secrets`: `plaintext` holds a secret as JSON.
 */
const outputsOf = (state: unknown): Record<string, unknown> => {
  const { resources } = plainStateSchema.parse(state).deployment;
  const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const plain = (value: unknown): unknown => {
    const secret = plainSecretSchema.safeParse(value);
    return secret.success ? JSON.parse(secret.data.plaintext) : value;
  };
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, plain(value)]));
};

const embedded = ({ project, work, passphrase }: Workspace, reason: string): DemonstrationEngine => {
  const options = { cwd: project, environment: { PULUMI_CONFIG_PASSPHRASE: passphrase } };
  const main = join(__dirname, "../engine/main.js");
  const command = (verb: string): string[] => [
    main,
    verb,
    ...["--cwd", project, "--stack", STACK, "--state", join(work, "states")],
  ];
  return {
    description: `the embedded engine of this repository, because ${reason}`,
    configure: async (values) => {
      const file = await readStackFile(await readProject(project), STACK);
      const { encryptionSalt } = file;
      const crypter =
        encryptionSalt === undefined ? await createCrypter(passphrase) : await openCrypter(encryptionSalt, passphrase);
      file.setEncryptionSalt(crypter.salt);
      for (const { key, value, isSecret = false } of values) file.setValue(key, value, isSecret ? crypter : undefined);
      await file.save();
    },
    up: async (...flags) => {
      await run(process.execPath, [...command("up"), ...flags], options, true);
    },
    exportState: async () => JSON.parse(await run(process.execPath, command("export"), options)) as unknown,
    outputs: async () =>
      outputsOf(JSON.parse(await run(process.execPath, [...command("export"), "--show-secrets"], options))),
  };
};

/** Chooses the CLI if a working one is installed, and the embedded engine otherwise. */
export const chooseEngine = async (workspace: Workspace): Promise<DemonstrationEngine> => {
  const cli = findCli(cleanEnvironment(cliEnvironment(workspace)));
  if ("problem" in cli) return embedded(workspace, cli.problem);
  try {
    return await realCli(workspace, cli.version);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return embedded(workspace, `the \`pulumi\` on PATH, version ${cli.version}, does not work: ${reason}`);
  }
};
