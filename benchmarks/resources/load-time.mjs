import { execFileSync } from "node:child_process";

/** Loads Pulumi, then one list after the other, and prints how long each took. */
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
 * Milliseconds to load what the program, a provider with nothing to do and one that makes a key need, over Pulumi
 * itself; each time in a new process.
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
