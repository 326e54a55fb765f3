import { execFileSync } from "node:child_process";

/** Loads Pulumi, then the modules of each list, and prints the time of each list. */
const PROGRAM = `
require("@pulumi/pulumi");
const times = JSON.parse(process.argv[1]).map((list) => {
  const startedMs = performance.now();
  for (const specifier of list) require(specifier);
  return performance.now() - startedMs;
});
console.log(JSON.stringify(times));`;

const load = (folder, lists) =>
  JSON.parse(
    execFileSync(process.execPath, ["--eval", PROGRAM, JSON.stringify(lists)], { cwd: folder, encoding: "utf8" }),
  );

const rounded = (ms) => Number(ms.toFixed(2));

/**
 * Measures how long it takes, in addition to Pulumi, to load the modules of the program, of a provider without changes
 * and of one that creates a key. In milliseconds, each time in a new process.
 */
export const measureLoading = ({ contestants, folders, times }) => {
  const loads = Object.fromEntries(contestants.map(({ name }) => [name, { program: [], quiet: [], create: [] }]));
  for (let time = 0; time < times; time += 1) {
    for (const { name, loads: lists } of contestants) {
      const folder = folders.get(name);
      const [program] = load(folder, [lists.program]);
      const [quiet, beyond] = load(folder, [lists.quiet, lists.create]);
      loads[name].program.push(rounded(program));
      loads[name].quiet.push(rounded(quiet));
      loads[name].create.push(rounded(quiet + beyond));
    }
  }
  return loads;
};
