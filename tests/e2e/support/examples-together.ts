import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createScratch } from "../../support/project.js";
import { type Scenario } from "./scenario.js";
import { blocksOf, type Command, compileExample, walk } from "./walkthrough.js";

/** The text of an example's program or README, with names of its own for its resources and its organization. */
const rename = (text: string, name: string): string =>
  text
    .replaceAll("my_organization", `${name}_organization`)
    .replaceAll(/(?<=\bWebhook\w+(?:\(\s*"| ))(orders|receiver|payments)\b/g, `${name}-$1`)
    .replaceAll(/(?<=aliases: \[\{ name: ")(\w+)/g, `${name}-$1`);

/** A program that runs those of examples, by a name for each, so that one stack holds all of them. */
export const gatherExamples = (examples: Readonly<Record<string, string>>): { readonly folder: string } => {
  const folder = createScratch("examples", { main: "index.js" });
  for (const [name, example] of Object.entries(examples)) {
    cpSync(compileExample(example).folder, join(folder, name), { recursive: true });
    for (const file of readdirSync(join(folder, name)).filter((entry) => entry.endsWith(".js"))) {
      const path = join(folder, name, file);
      writeFileSync(path, rename(readFileSync(path, "utf8"), name));
    }
  }
  const names = JSON.stringify(Object.keys(examples));
  writeFileSync(join(folder, "index.js"), `for (const name of ${names}) Object.assign(exports, require("./" + name));`);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: examples\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  return { folder };
};

/** The console blocks of an example's README, with the names that `gatherExamples` gave. */
export const renamedBlocksOf = (name: string, example: string): Command[][] =>
  blocksOf(example).map((block) =>
    block.map(({ text, expected }) => ({ text, expected: expected.map((line) => rename(line, name)) })),
  );

const isRun = ({ text }: Command): boolean => /^pulumi (?:up|preview|refresh)\b/.test(text);

/**
 * Runs the commands of several examples on the stack that holds them. What stands next in several of them is run once, and
 * has to do what all of them promise.
 */
export const walkTogether = async (
  scenario: Scenario,
  examples: readonly (readonly [name: string, commands: readonly Command[]])[],
): Promise<void> => {
  let rest = examples.map(([name, commands]) => ({ name, commands }));
  for (;;) {
    rest = rest.filter(({ commands }) => commands.length > 0);
    const steps = rest.map(({ name, commands }) => {
      const index = commands.findIndex(isRun);
      const run = commands[index];
      if (run === undefined) throw new Error(`${name} ends with: ${commands.at(-1)?.text ?? ""}`);
      return { name, before: commands.slice(0, index), run, after: commands.slice(index + 1) };
    });
    const [first] = steps;
    if (first === undefined) return;
    const chosen = steps.filter(({ run }) => run.text === first.run.text);
    for (const { name, before } of chosen) {
      await walk({ ...scenario, folder: join(scenario.folder, name) }, before);
    }
    await walk(scenario, [{ text: first.run.text, expected: chosen.flatMap(({ run }) => run.expected) }]);
    const names = chosen.map(({ name }) => name);
    rest = steps.map(({ name, before, run, after }) => ({
      name,
      commands: names.includes(name) ? after : [...before, run, ...after],
    }));
  }
};
