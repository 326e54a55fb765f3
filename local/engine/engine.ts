import { EngineError } from "./errors.js";
import type { Changes, EngineEvent, Operation } from "./events.js";
import type { Properties } from "./values.js";

export interface RunOptions {
  readonly operation: Operation;
  /** The folder of the program's Pulumi.yaml. */
  readonly cwd: string;
  readonly stack: string;
  /** The folder that holds the state files, one a stack. */
  readonly stateFolder: string;
  readonly passphrase: string;
  /** The environment that program and provider are given, without the passphrase. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Refresh alone: show what would change and keep the state as it is. */
  readonly previewOnly?: boolean;
  /** Fail when a resource would change or has changed. */
  readonly expectNoChanges?: boolean;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Aborting ends the run once the requests in flight are answered and recorded. */
  readonly signal?: AbortSignal;
  /** How many resources are worked on at once; 4 a processor unless given. */
  readonly parallel?: number;
}

export interface RunResult {
  readonly result: "succeeded" | "failed";
  readonly changes: Changes;
  readonly outputs: Properties;
  readonly durationMs: number;
  /** The reason of a failed run; what went wrong with single resources was told as diagnostics. */
  readonly error?: EngineError;
}

/** Runs one operation on one stack; it rejects when the run cannot begin, and resolves with `failed` when it went wrong. */
export const runOperation = async (options: RunOptions): Promise<RunResult> => {
  throw new EngineError("ERR_ENGINE_PROGRAM", `Not ready: ${options.operation}`);
};
