// `npm run mutation` makes one small change to provider/ at a time, and expects that a test fails. Exits with 1 if the
// score is below BREAK. `npm run mutation -- auth verbs` runs only these groups. Reports are in .work/mutation/*.html.
import { argv } from "node:process";
import { Stryker } from "@stryker-mutator/core";
import { GROUPS } from "./groups.mjs";

/** The percentage of mutants that tests must detect. */
const BREAK = 85;
const WORK = ".work/mutation";

const optionsOf = (group, { mutate, tests }) => ({
  mutate: mutate.map((pattern) => `provider/${pattern}`),
  tempDirName: `${WORK}/sandbox`,
  ignorePatterns: ["dist", ".work", "benchmarks"],
  // Mutants don't have to pass the type check.
  disableTypeChecks: "{provider,verify,testing,cli,local,tests}/**/*.ts",
  buildCommand: "node node_modules/typescript-7/bin/tsc --pretty false",
  testRunner: "jest",
  testRunnerNodeArgs: ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"],
  jest: {
    projectType: "custom",
    enableFindRelatedTests: false,
    config: {
      testMatch: tests.map((pattern) => `<rootDir>/dist/tests/${pattern}`),
      roots: ["<rootDir>/dist/tests"],
      modulePathIgnorePatterns: ["<rootDir>/\\.work/", "<rootDir>/examples/"],
      transform: {},
      testEnvironment: "node",
      testTimeout: 30_000,
    },
  },
  coverageAnalysis: "perTest",
  concurrency: 2,
  // ES modules are never unloaded: a runner that is reused for too long grows by a gigabyte and slows down.
  maxTestRunnerReuse: 25,
  // Even on a busy machine, only a hanging test takes this long.
  timeoutMS: 8_000,
  reporters: ["progress-append-only", "clear-text", "html", "json"],
  htmlReporter: { fileName: `${WORK}/${group}.html` },
  jsonReporter: { fileName: `${WORK}/${group}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
  warnings: { slow: false },
});

const names = argv.length > 2 ? argv.slice(2) : Object.keys(GROUPS);
const counts = { Killed: 0, Timeout: 0, Survived: 0, NoCoverage: 0 };
const startedMs = Date.now();
for (const name of names) {
  const mutants = await new Stryker(optionsOf(name, GROUPS[name])).runMutationTest();
  for (const { status } of mutants) if (status in counts) counts[status] += 1;
}

const noticed = counts.Killed + counts.Timeout;
const score = (100 * noticed) / (noticed + counts.Survived + counts.NoCoverage);
const minutes = Math.ceil((Date.now() - startedMs) / 60_000);
console.log(`${names.join(", ")}: ${score.toFixed(1)} % noticed in ${minutes} minutes, ${JSON.stringify(counts)}`);
if (!(score >= BREAK)) process.exitCode = 1;
