import { randomBytes } from "node:crypto";
import { type Role } from "../../support/process-watch.js";

/** One step of a run, without the resources that stay as they are. */
export interface Step {
  readonly op: string;
  readonly urn: string;
}

export interface Run {
  readonly ok: boolean;
  readonly steps: readonly Step[];
  /** Everything that was printed, standard output and error. */
  readonly output: string;
}

export interface ConfigValue {
  readonly value: string;
  readonly secret?: boolean;
  /** Whether the key is a path into an object. */
  readonly path?: boolean;
}

export interface RunOptions {
  /** Environment on top of the stack's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How many resources at once; the engine's default unless given. */
  readonly parallel?: number;
  /** Prints all that the engine has to say of itself, where it has such a mode. */
  readonly isVerbose?: boolean;
  /** How a preview or an `up` is printed; the engine's usual way unless given. Steps are not told in every other one. */
  readonly format?: "diff" | "json";
}

export interface ReadOptions extends RunOptions {
  /** Runs the program to read or delete too, with today's configuration. */
  readonly runProgram?: boolean;
}

export interface UpOptions extends ReadOptions {
  /** Reads the resources first. */
  readonly refresh?: boolean;
  /** URNs of the only resources to handle, which are replaced. */
  readonly targetReplace?: readonly string[];
  /** Goes on with what does not depend on a resource that failed. */
  readonly continueOnError?: boolean;
}

/** An exported state: Pulumi's deployment, secrets encrypted. */
export interface ExportedState {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly ExportedResource[];
    readonly pending_operations?: readonly unknown[];
  };
}

export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** A command as a user's shell runs it. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A stack of one program on one engine. */
export interface Stack {
  readonly preview: (options?: RunOptions & { expectNoChanges?: boolean }) => Promise<Run>;
  readonly up: (options?: UpOptions) => Promise<Run>;
  /** The command of an `up`, for what a test has to do to its process. */
  readonly upCommand: Command;
  readonly refresh: (options?: ReadOptions & { previewOnly?: boolean }) => Promise<Run>;
  readonly destroy: (options?: ReadOptions & Pick<UpOptions, "continueOnError">) => Promise<Run>;
  readonly setConfig: (key: string, value: ConfigValue) => Promise<void>;
  readonly exportState: () => Promise<ExportedState>;
  readonly importState: (state: ExportedState) => Promise<void>;
  /** Takes away the lock of a run that was killed, where the next run does not see by itself that it is stale. */
  readonly unlock: () => Promise<void>;
  /** Stack outputs in the clear. */
  readonly outputs: () => Promise<Readonly<Record<string, { value: unknown; secret: boolean }>>>;
  /** Folders in which the engine keeps states, backups and logs. */
  readonly folders: readonly string[];
}

export interface StackOptions {
  /** Folder of the program, with its Pulumi.yaml. */
  readonly folder: string;
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Path of the Node.js that runs the program and the provider; that of the tests unless given. */
  readonly node?: string;
}

/** What e2e scenarios run on: the embedded engine, or Pulumi's own CLI. */
export interface Engine {
  readonly name: string;
  /** What the types of the package's resources begin with. */
  readonly typePrefix: string;
  /** The package of the provider that has them. */
  readonly provider: string;
  /** Variables of the environment in which the engine hands secrets to a process of a role, by Pulumi's own design. */
  readonly hands: (role: Role) => readonly string[];
  readonly createStack: (options: StackOptions) => Promise<Stack>;
}

export const PASSPHRASE = "passphrase-of-the-tests";
/** A login to Pulumi Cloud that no run needs, as CI leaves one in the environment. */
export const ACCESS_TOKEN = `pul-${randomBytes(20).toString("hex")}`;
export const STACK_NAME = "dev";

/** The nightly command: `pulumi up --refresh --run-program --continue-on-error`. */
export const NIGHTLY: UpOptions = { refresh: true, runProgram: true, continueOnError: true };
