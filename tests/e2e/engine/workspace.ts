import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "@jest/globals";
import { type RunOptions, type RunResult, runOperation } from "../../../local/engine/engine.js";
import type { EngineEvent, Operation } from "../../../local/engine/events.js";
import { readProject } from "../../../local/engine/project/project.js";
import { exportState } from "../../../local/engine/state/state-commands.js";
import { PRELUDE } from "./prelude.js";
import { filesBelow, findSecrets, type Secret, textPlace } from "../../support/secret-sweep.js";
import { filesOpenToOthers, stackFiles } from "../../support/sweep-places.js";

/** Where the compiled tests find the project's own node_modules. */
const ROOT = resolve(__dirname, "../../../..");

export const PASSPHRASE = "correct horse battery staple";

export const TYPE = "pulumi-nodejs:dynamic/lab:Thing";

export interface Ran extends RunResult {
  readonly events: readonly EngineEvent[];
  /** The steps that ended well, as `create a`; those of the stack and what stayed the same are left out. */
  readonly steps: readonly string[];
  readonly failedSteps: readonly string[];
  /** Errors and warnings. */
  readonly complaints: readonly string[];
  /** What the provider was asked in this run. */
  readonly requests: readonly string[];
}

const isStack = ({ type }: { readonly type: string }): boolean => type === "pulumi:pulumi:Stack";

const stepsOf = (events: readonly EngineEvent[], phase: "done" | "failed"): readonly string[] =>
  events.flatMap((event) =>
    event.kind === "step" && event.phase === phase && event.op !== "same" && !isStack(event)
      ? [`${event.op} ${event.name}`]
      : [],
  );

/** A project of its own in a folder of its own, with the project's node_modules. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "engine-"));
  readonly stateFolder = join(this.folder, "state");
  readonly journal = join(this.folder, "journal");

  readonly #secrets: Record<string, Secret> = { passphrase: { value: PASSPHRASE, kind: "whole" } };
  readonly #told: EngineEvent[] = [];

  constructor(main = "") {
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
    this.write("package.json", JSON.stringify({ name: "lab", version: "0.0.0", main: "index.js" }));
    this.write("Pulumi.yaml", `name: lab\nruntime: { name: nodejs, options: { typescript: false } }\n${main}`);
    this.write("journal", "");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  makeFolder(folder: string): void {
    mkdirSync(join(this.folder, folder), { recursive: true });
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** The stored state, as JSON data. */
  get state(): StoredState {
    return JSON.parse(this.read("state/lab/dev.json")) as StoredState;
  }

  /** The state as it is exported, with what a run that was killed has written. */
  async exported(): Promise<StoredState> {
    const location = { project: await readProject(this.folder), stack: "dev", stateFolder: this.stateFolder };
    return (await exportState(location, undefined)) as StoredState;
  }

  /** A resource as the state holds it. */
  resource(name: string): StoredResource {
    const found = this.state.deployment.resources?.find(({ urn }) => urn.endsWith(`::${name}`));
    if (found === undefined) throw new Error(`${name} is not in the state`);
    return found;
  }

  get names(): readonly string[] {
    return (this.state.deployment.resources ?? []).map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2));
  }

  /** Goes on with a copy of what the runs of another workspace have left behind, and looks for its secrets too. */
  continueFrom(other: Workspace): void {
    for (const name of ["state", "Pulumi.dev.yaml"].filter((path) => existsSync(join(other.folder, path)))) {
      cpSync(join(other.folder, name), join(this.folder, name), { recursive: true });
    }
    Object.assign(this.#secrets, other.#secrets);
  }

  /** Writes the program that `run` runs: the prelude, then this text. */
  writeProgram(program: string): void {
    this.write("index.js", `${PRELUDE}\n${program}\n`);
  }

  /** Runs an operation on a program of this text, which has the prelude before it. */
  async run(operation: Operation, program: string, { env = {}, ...options }: Partial<RunOptions> = {}): Promise<Ran> {
    this.writeProgram(program);
    const events: EngineEvent[] = [];
    const before = this.read("journal").length;
    const result = await runOperation({
      operation,
      cwd: this.folder,
      stack: "dev",
      stateFolder: this.stateFolder,
      passphrase: PASSPHRASE,
      env: {
        PATH: process.env["PATH"],
        HOME: this.folder,
        JOURNAL: this.journal,
        NODE_COMPILE_CACHE: join(ROOT, ".work/compile-cache"),
        ...env,
      },
      ...options,
      onEvent: (event) => {
        events.push(event);
        this.#told.push(event);
        options.onEvent?.(event);
      },
    });
    const complaints = events.flatMap((event) =>
      event.kind === "diagnostic" && ["error", "warning"].includes(event.severity) ? [event.message] : [],
    );
    return {
      ...result,
      events,
      steps: stepsOf(events, "done"),
      failedSteps: stepsOf(events, "failed"),
      complaints,
      requests: this.read("journal")
        .slice(before)
        .split("\n")
        .filter((line) => line !== ""),
    };
  }

  /** Adds a value that must not be found in the end. */
  keepSecret(name: string, value: string): void {
    this.#secrets[name] = { value, kind: "whole" };
  }

  /** Removes all of it, after a search for its secrets and for files that others could read. */
  remove(): void {
    const states = existsSync(this.stateFolder) ? [this.stateFolder] : [];
    const places = [
      textPlace("events", JSON.stringify(this.#told)),
      ...states.flatMap(filesBelow),
      ...stackFiles(this.folder),
    ];
    const open = states.flatMap(filesOpenToOthers).filter((path) => path.endsWith(".json"));
    rmSync(this.folder, { recursive: true, force: true });
    expect([...findSecrets(places, this.#secrets), ...open]).toEqual([]);
  }
}

export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly delete?: boolean;
  readonly protect?: boolean;
  readonly pendingReplacement?: boolean;
  readonly initErrors?: readonly string[];
  readonly dependencies?: readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export interface StoredState {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly StoredResource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StoredResource }[];
  };
}
