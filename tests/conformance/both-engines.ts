import { expect } from "@jest/globals";
import type { RunOptions } from "../../local/engine/engine.js";
import type { Operation } from "../../local/engine/events.js";
import { pulumiIn } from "../e2e/engine/cli.js";
import { comparable } from "../e2e/engine/essence.js";
import { Workspace } from "../e2e/engine/workspace.js";

/** A run of the embedded engine and of the Pulumi CLI on one program, and what both must do. */
export interface Round {
  readonly title: string;
  readonly program: string;
  readonly operation: Operation;
  /** The flags of the Pulumi CLI. `URN:a` stands for the URN of `a`. */
  readonly flags?: readonly string[];
  /** What controls the provider. */
  readonly env?: Readonly<Record<string, string>>;
  /** The configuration that the program and the provider see from now on. */
  readonly setting?: string;
  /** What the provider is asked, in any order. */
  readonly requests: readonly string[];
  /** What is printed if the run fails. A run without it succeeds. */
  readonly failure?: string;
}

/** The options of the embedded engine for flags of the Pulumi CLI. */
const optionsOf = (flags: readonly string[]): Partial<RunOptions> => {
  const valuesOf = (...names: readonly string[]): readonly string[] =>
    flags.filter((_, index) => names.includes(flags[index - 1] ?? ""));
  return {
    refresh: flags.includes("--refresh"),
    runProgram: flags.includes("--run-program"),
    continueOnError: flags.includes("--continue-on-error"),
    targets: valuesOf("--target", "--target-replace"),
    targetDependents: flags.includes("--target-dependents"),
    replace: valuesOf("--replace", "--target-replace"),
  };
};

const URN = "urn:pulumi:dev::lab::pulumi-nodejs:dynamic/lab:Thing::";
const sorted = (lines: readonly string[]): readonly string[] => [...lines].sort();

/** A stack on each engine, in one folder. */
export class BothEngines {
  readonly workspace = new Workspace();
  readonly #pulumi = pulumiIn(this.workspace);
  readonly #isWithCli: boolean;
  #salt = "";

  constructor(isWithCli: boolean) {
    this.#isWithCli = isWithCli;
  }

  async start(): Promise<void> {
    if (!this.#isWithCli) return;
    await this.#pulumi.run("stack", "init", "dev");
    this.#salt = this.workspace.read("Pulumi.dev.yaml");
  }

  /** Runs a round on both, and holds both to it and to each other. */
  async run({ program, operation, flags = [], env = {}, setting, requests, failure }: Round): Promise<void> {
    const { workspace } = this;
    if (setting !== undefined) {
      workspace.write("Pulumi.dev.yaml", `${this.#salt}\nconfig:\n  lab:setting: ${setting}\n`);
    }
    const given = flags.map((flag) => flag.replace(/^URN:/, URN));
    const ran = await workspace.run(operation, program, { ...optionsOf(given), env });
    expect(sorted(ran.requests)).toEqual(sorted(requests));
    expect(ran.result).toBe(failure === undefined ? "succeeded" : "failed");
    if (failure !== undefined) expect(ran.complaints.join("\n")).toContain(failure);
    if (this.#isWithCli) await this.#compare({ operation, given, env, requests, failure });
  }

  async #compare(round: {
    readonly operation: Operation;
    readonly given: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly requests: readonly string[];
    readonly failure: string | undefined;
  }): Promise<void> {
    const { workspace } = this;
    const { operation, given, env, requests, failure } = round;
    const before = workspace.read("journal").length;
    const flags = operation === "preview" ? [] : ["--yes", "--skip-preview"];
    const { ok, output } = await this.#pulumi.runWith(env, operation, "--stack", "dev", ...flags, ...given).then(
      (text) => ({ ok: true, output: text }),
      (error: unknown) => ({ ok: false, output: String(Reflect.get(Object(error), "stdout")) }),
    );
    const asked = workspace.read("journal").slice(before).split("\n").filter(Boolean);
    expect({ asked: sorted(asked), ok }).toEqual({ asked: sorted(requests), ok: failure === undefined });
    if (failure !== undefined) expect(output).toContain(failure);
    expect(comparable(workspace.state)).toEqual(comparable(await this.#pulumi.export()));
  }
}
