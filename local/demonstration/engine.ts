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

/** Making an empty stack in a folder takes a second or two. */
const FIRST_CALL_TIMEOUT_MS = 60_000;

/** Where a demonstration runs, with a state folder and a passphrase of its own. */
export interface Place {
  readonly project: string;
  readonly work: string;
  readonly passphrase: string;
}

export interface ConfigValue {
  readonly key: string;
  readonly value: string;
  readonly isSecret?: boolean;
}

/** What a demonstration asks of an engine. */
export interface DemonstrationEngine {
  /** Which it is and why, for people. */
  readonly description: string;
  readonly configure: (values: readonly ConfigValue[]) => Promise<void>;
  /** Runs `up` and shows it. */
  readonly up: () => Promise<void>;
  /** The exported state, secrets encrypted. */
  readonly exportState: () => Promise<unknown>;
  /** Outputs of the stack, in the clear. */
  readonly outputs: () => Promise<unknown>;
}

/**
 * The environment of the children: nothing of the user's Pulumi login and stacks, nor of a connection to the real
 * platform, gets through.
 */
const cleanEnvironment = (own: Readonly<Record<string, string>>): Record<string, string | undefined> => {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:PULUMI|CYBERSOURCE)_/i.test(name));
  return { ...Object.fromEntries(kept), ...own };
};

interface RunOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input?: string;
  /** After so long it is stopped, and has failed. */
  readonly timeoutMs?: number;
}

/** Runs a command and returns its output, or shows it where `isShown`. */
const run = async (command: string, args: readonly string[], options: RunOptions, isShown = false): Promise<string> => {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: cleanEnvironment(options.environment),
    stdio: ["pipe", isShown ? "inherit" : "pipe", "inherit"],
    timeout: options.timeoutMs,
  });
  // A command that ends before it has read all says so by its exit code.
  child.stdin?.on("error", () => undefined).end(options.input ?? "");
  const exited = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on("error", reject).on("close", (code, signal) => resolve(signal ?? code));
  });
  const [output, code] = await Promise.all([child.stdout === null ? "" : text(child.stdout), exited]);
  if (typeof code === "string") throw new Error(`${command} ${args[0] ?? ""} was stopped by ${code}`);
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ""} ended with exit code ${code}`);
  return output;
};

/** Keeps the CLI in folders of the demonstration's own. */
const cliEnvironment = ({ work, passphrase }: Place): Record<string, string> => ({
  PULUMI_BACKEND_URL: `file://${join(work, "states")}`,
  PULUMI_HOME: join(work, "home"),
  PULUMI_CONFIG_PASSPHRASE: passphrase,
  PULUMI_SKIP_UPDATE_CHECK: "true",
});

const realCli = async (place: Place, version: string): Promise<DemonstrationEngine> => {
  mkdirSync(join(place.work, "states"), { recursive: true });
  const options = { cwd: place.project, environment: cliEnvironment(place) };
  await run("pulumi", ["stack", "init", STACK], { ...options, timeoutMs: FIRST_CALL_TIMEOUT_MS });
  return {
    description: `the Pulumi CLI ${version}, the \`pulumi\` on PATH`,
    configure: async (values) => {
      for (const { key, value, isSecret = false } of values) {
        const kind = isSecret ? "--secret" : "--plaintext";
        await run("pulumi", ["config", "set", "--stack", STACK, kind, key], { ...options, input: value });
      }
    },
    up: async () => {
      await run("pulumi", ["up", "--stack", STACK, "--yes", "--skip-preview"], options, true);
    },
    exportState: async () => JSON.parse(await run("pulumi", ["stack", "export", "--stack", STACK], options)) as unknown,
    outputs: async () => {
      const args = ["stack", "output", "--json", "--show-secrets", "--stack", STACK];
      return JSON.parse(await run("pulumi", args, options)) as unknown;
    },
  };
};

const clearStateSchema = z.object({
  deployment: z.object({
    resources: z.array(z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).default({}) })),
  }),
});
const clearSecretSchema = z.object({ plaintext: z.string() });

/** Outputs of the stack in a state that was exported in the clear: a secret is its JSON within a marker. */
const outputsOf = (state: unknown): Record<string, unknown> => {
  const { resources } = clearStateSchema.parse(state).deployment;
  const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const clear = (value: unknown): unknown => {
    const secret = clearSecretSchema.safeParse(value);
    return secret.success ? JSON.parse(secret.data.plaintext) : value;
  };
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, clear(value)]));
};

const embedded = ({ project, work, passphrase }: Place, reason: string): DemonstrationEngine => {
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
    up: async () => {
      await run(process.execPath, command("up"), options, true);
    },
    exportState: async () => JSON.parse(await run(process.execPath, command("export"), options)) as unknown,
    outputs: async () =>
      outputsOf(JSON.parse(await run(process.execPath, [...command("export"), "--show-secrets"], options))),
  };
};

/** The real CLI where there is one that works, else the embedded engine. */
export const chooseEngine = async (place: Place): Promise<DemonstrationEngine> => {
  const cli = findCli(cleanEnvironment(cliEnvironment(place)));
  if ("unfit" in cli) return embedded(place, cli.unfit);
  try {
    return await realCli(place, cli.version);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return embedded(place, `the \`pulumi\` on PATH, version ${cli.version}, does not work: ${reason}`);
  }
};
