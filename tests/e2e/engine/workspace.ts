import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "@jest/globals";
import { type RunOptions, type RunResult, runOperation } from "../../../local/engine/engine.js";
import type { EngineEvent, Operation } from "../../../local/engine/events.js";
import { readProject } from "../../../local/engine/project/project.js";
import { exportState } from "../../../local/engine/state/state-commands.js";
import { filesBelow, findSecrets, type Secret, textPlace } from "../../support/secret-sweep.js";
import { filesOpenToOthers, stackFiles } from "../../support/sweep-places.js";

/** Where the compiled tests find the project's own node_modules. */
const ROOT = resolve(__dirname, "../../../..");

export const PASSPHRASE = "correct horse battery staple";

/**
 * A dynamic provider that records the requests it gets, and a resource class `Thing`. A change of `size` replaces the
 * resource, any other change updates it. Environment variables control the provider:
 *
 * - `FAIL`: requests that fail, such as `create:a`.
 * - `HALF`: requests that end half done.
 * - `PAUSE_MS`: how long each creation takes.
 * - `TELL`: a read and a delete record the configuration that they have.
 * - `PAUSE`: a creation that waits, and the file that it waits for.
 */
const PRELUDE = `
"use strict";
const pulumi = require("@pulumi/pulumi");
const provider = {
  configure(req) { this.setting = req.config.get("setting"); },
  note(line) { require("node:fs").appendFileSync(process.env.JOURNAL, line + "\\n"); },
  told() { return process.env.TELL === undefined ? "" : " with " + (this.setting ?? "none"); },
  named(list, what) { return (process.env[list] ?? "").split(",").includes(what); },
  async pause(what) {
    if (process.env.PAUSE_MS !== undefined) await new Promise((r) => setTimeout(r, Number(process.env.PAUSE_MS)));
    const until = process.env.PAUSE ?? "";
    if (!until.startsWith(what + "=")) return;
    while (!require("node:fs").existsSync(until.slice(what.length + 1))) await new Promise((r) => setTimeout(r, 20));
  },
  fail(verb, label, id, properties) {
    if (this.named("FAIL", verb + ":" + label)) throw new Error(verb + " of " + label + " refused");
    if (!this.named("HALF", verb + ":" + label)) return;
    throw Object.assign(new Error("half"), { id, properties, reasons: [label + " is not ready", "try again"] });
  },
  async check(olds, news) {
    this.note("check " + news.label + (Object.keys(olds).length > 0 ? " again" : ""));
    const failures = this.named("FAIL", "check:" + news.label) ? [{ property: "size", reason: "too big" }] : [];
    return { inputs: { ...news, shape: news.shape ?? olds.shape ?? "round" }, failures };
  },
  async diff(id, olds, news) {
    this.note("diff " + news.label);
    const changed = ["size", "colour", "token", "shape", "tags"].filter(
      (key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
    const replaces = changed.filter((key) => key === "size");
    return { changes: changed.length > 0 || process.env.DUE === news.label, replaces, deleteBeforeReplace: news.eager === true };
  },
  async create(news) {
    this.note("create " + news.label);
    await this.pause("create:" + news.label);
    const outs = { ...news, serial: Date.now() + "-" + Math.random(), setting: this.setting ?? "none" };
    if (news.leak === true) outs.token2 = news.token;
    this.fail("create", news.label, news.label + "-half", { ...outs, half: true });
    return { id: news.label + "-" + news.size, outs };
  },
  async update(id, olds, news) {
    this.note("update " + news.label);
    this.fail("update", news.label, id, { ...olds, half: true });
    return { outs: { ...news, serial: olds.serial, updated: true } };
  },
  async read(id, props) {
    this.note("read " + props.label + this.told());
    if (this.named("FAIL", "read:" + props.label)) throw new Error("read of " + props.label + " refused");
    if (this.named("GONE", props.label)) return {};
    if (this.named("DRIFT", props.label)) return { id, props: { ...props, colour: "faded" } };
    return { id, props };
  },
  async delete(id, props) {
    this.note("delete " + props.label + this.told());
    this.fail("delete", props.label);
  },
};
class Thing extends pulumi.dynamic.Resource {
  constructor(name, args = {}, opts) {
    super(provider, name, { serial: undefined, updated: undefined, label: name, size: 1, ...args }, opts, "lab", "Thing");
  }
}
class Group extends pulumi.ComponentResource {
  constructor(name, opts) { super("lab:index:Group", name, {}, opts); }
}
const config = new pulumi.Config();
`;

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

  /** Runs an operation on a program of this text, which has the prelude before it. */
  async run(operation: Operation, program: string, { env = {}, ...options }: Partial<RunOptions> = {}): Promise<Ran> {
    this.write("index.js", `${PRELUDE}\n${program}\n`);
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
