// `npm run mutation`: one small change of provider/ at a time, and a test must fail. Exits with 1 below BREAK.
// `npm run mutation -- auth verbs` takes these groups alone. Pages to read: .work/mutation/*.html
import { argv } from "node:process";
import { Stryker } from "@stryker-mutator/core";
import { GROUPS } from "./groups.mjs";

/** Percent of the mutants that tests must notice. */
const BREAK = 85;
const WORK = ".work/mutation";

const optionsOf = (group, { mutate, tests }) => ({
  mutate: mutate.map((pattern) => `provider/${pattern}`),
  tempDirName: `${WORK}/sandbox`,
  ignorePatterns: ["dist", ".work", "benchmarks"],
  // Changed sources are no longer what the types say.
  disableTypeChecks: "{provider,verify,testing,cli,local,tests}/**/*.ts",
  buildCommand: "tsc --pretty false",
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
  // Modules of ES stay in memory: a runner that lives on grows by a gigabyte, and slows down.
  maxTestRunnerReuse: 25,
  // Only what hangs takes so long, also on a busy machine.
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
