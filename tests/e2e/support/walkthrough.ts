import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";
import { type Run, type RunOptions } from "./engine.js";
import { type Scenario, stepsOf } from "./scenario.js";

/** A program of examples/, in a folder in which it can be run and changed. */
export const copyExample = (name: string): { readonly folder: string } => {
  const folder = createScratch("example");
  cpSync(join(PROJECT_ROOT, "examples", name), folder, { recursive: true });
  return { folder };
};

/**
 * Compiles the programs in a folder, where each run would load TypeScript to do it. `npm run types` checks the types of all
 * examples, and other tests run TypeScript programs.
 */
export const compilePrograms = (folder: string): void => {
  const sources = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  const options = ["--format=cjs", "--platform=node", "--log-level=warning", "--outdir=."];
  execFileSync(join(PROJECT_ROOT, "node_modules/.bin/esbuild"), [...sources, ...options], { cwd: folder });
  for (const file of sources) rmSync(join(folder, file));
  const replaceIn = (file: string, from: string, to: string): void =>
    writeFileSync(join(folder, file), readFileSync(join(folder, file), "utf8").replace(from, to));
  replaceIn("package.json", '"main": "index.ts"', '"main": "index.js"');
  replaceIn("Pulumi.yaml", "runtime: nodejs", "runtime: { name: nodejs, options: { typescript: false } }");
};

/** An example with its programs compiled. */
export const compileExample = (name: string): { readonly folder: string } => {
  const { folder } = copyExample(name);
  compilePrograms(folder);
  return { folder };
};

/** A command of a walkthrough, or `# N days later`, with the output that stands under it. */
export interface Command {
  readonly text: string;
  readonly expected: readonly string[];
}

const CONSOLE_BLOCK = /```console\n(.*?)```/gs;

const parseBlock = (block: string): Command[] => {
  const commands: { text: string; expected: string[] }[] = [];
  for (const line of block.trimEnd().split("\n")) {
    if (/^[$#] /.test(line)) commands.push({ text: line.replace(/^\$ /, ""), expected: [] });
    else commands.at(-1)?.expected.push(line);
  }
  return commands;
};

/** The console blocks of an example's README, each with its commands. */
export const blocksOf = (example: string): Command[][] => {
  const markdown = readFileSync(join(PROJECT_ROOT, "examples", example, "README.md"), "utf8");
  return [...markdown.matchAll(CONSOLE_BLOCK)].map(([, block = ""]) => parseBlock(block));
};

/** As the Pulumi CLI words a step that is planned or done. */
const OPERATIONS: Readonly<Record<string, string>> = {
  create: "create",
  created: "create",
  "create replacement": "create-replacement",
  "created replacement": "create-replacement",
  replace: "replace",
  replaced: "replace",
  "delete original": "delete-replaced",
  "deleted original": "delete-replaced",
  update: "update",
  updated: "update",
  delete: "delete",
  deleted: "delete",
};

const STEP = /^ (?:\+ |~ |- |\+\+|\+-|--) \S+:(\w+ \S+) (.+)$/;

const expectRun = (run: Run, expected: readonly string[]): void => {
  const isFailure = expected.some((line) => line.startsWith("error:"));
  if (run.ok === isFailure) throw new Error(run.output);
  const steps = expected.flatMap((line) => {
    const [, label, words = ""] = STEP.exec(line) ?? [];
    return label === undefined ? [] : [`${OPERATIONS[words] ?? words} ${label}`];
  });
  if (!isFailure) expect(stepsOf(run)).toEqual(steps.sort());
  const printed = run.output.replaceAll('\\"', '"').replace(/\s+/g, " ");
  for (const line of expected.filter((text) => !STEP.test(text))) {
    const literal = line.replace("error: ", "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    expect(printed).toMatch(new RegExp(literal.replace(/\b(?:ID|URN|HOST)\b/g, "\\S+")));
  }
};

/**
 * Runs commands of an example's README on its stack and holds each to the output that stands under it: the steps are
 * exactly those, every other line was printed, and a line `error:` is there if and only if the command fails.
 *
 * @param answers what is typed where `pulumi config set` asks for a value, by its key
 */
export const walk = async (
  { stack, folder, daysLater }: Scenario,
  commands: readonly Command[],
  answers: Readonly<Record<string, string>> = {},
): Promise<void> => {
  let when: RunOptions = {};
  /** The path of a file of the README, which may have been compiled. */
  const pathOf = (file: string): string => {
    const compiled = join(folder, file.replace(/\.ts$/, ".js"));
    return existsSync(compiled) ? compiled : join(folder, file);
  };
  for (const { text, expected } of commands) {
    const [program = "", ...words] = text.split(" ");
    const flags = words.filter((word) => word.startsWith("--"));
    const [first = "", second = "", third = "", fourth] = words.filter((word) => !word.startsWith("--"));
    const expectNoChanges = flags.includes("--expect-no-changes");
    const days = /^# (\d+) days later$/.exec(text)?.[1];
    if (days !== undefined) when = daysLater(Number(days));
    else if (program === "cp") copyFileSync(pathOf(first), pathOf(second));
    else if (program === "rm") rmSync(join(folder, first));
    else if (text.startsWith("pulumi config set ")) {
      const value = fourth ?? answers[third];
      if (value === undefined) throw new Error(`No answer for ${text}`);
      await stack.setConfig(third, { value, secret: flags.includes("--secret"), path: flags.includes("--path") });
    } else if (text.startsWith("pulumi preview"))
      expectRun(await stack.preview({ ...when, expectNoChanges }), expected);
    else if (text === "pulumi refresh") expectRun(await stack.refresh(when), expected);
    else if (text === "pulumi up") expectRun(await stack.up(when), expected);
    else throw new Error(`A walkthrough cannot run: ${text}`);
  }
};
