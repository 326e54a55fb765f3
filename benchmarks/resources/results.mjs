import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import prettier from "prettier";
import { putBetween } from "../../scripts/put-between.mjs";
import { chartsOf } from "./charts.mjs";
import { PROJECT_ROOT } from "./paths.mjs";
import { scaleTable } from "./scale-table.mjs";
import { reportOf } from "./report.mjs";

const FOLDER = join(PROJECT_ROOT, "benchmarks");
const RESULTS = join(FOLDER, "results.json");
const REPORT = join(FOLDER, "RESULTS.md");
const CHARTS = join(FOLDER, "svg");
const SCALE = join(PROJECT_ROOT, "docs/scale.md");

const formatted = async (text, filepath) =>
  prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath });

/** The results of all engines; those of an engine are the last that were measured with it. */
export const readResults = () => {
  if (!existsSync(RESULTS)) throw new Error("There are no results yet: npm run bench");
  return JSON.parse(readFileSync(RESULTS, "utf8"));
};

/** Puts the results of one engine, and what holds for both, in the place of earlier ones. */
export const writeResults = async ({ engine, results, ofPackage }) => {
  const before = existsSync(RESULTS) ? readResults() : { engines: {} };
  const after = { ...ofPackage, engines: { ...before.engines, [engine]: results } };
  writeFileSync(RESULTS, await formatted(JSON.stringify(after), RESULTS));
};

/** What people read, by file, from what was measured and from nothing else. */
const filesOf = async (results) => {
  const charts = chartsOf(results);
  const scale = putBetween(readFileSync(SCALE, "utf8"), "npm run bench", scaleTable(results));
  return new Map([
    [REPORT, await formatted(reportOf(results, charts), REPORT)],
    [SCALE, await formatted(scale, SCALE)],
    ...charts.map(({ file, svg }) => [join(CHARTS, file), svg]),
  ]);
};

export const writeReport = async (results) => {
  rmSync(CHARTS, { recursive: true, force: true });
  mkdirSync(CHARTS, { recursive: true });
  for (const [file, text] of await filesOf(results)) writeFileSync(file, text);
};

/** Fails where a file is not what the results say. */
export const checkReport = async (results) => {
  for (const [file, text] of await filesOf(results)) {
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
      throw new Error(`${relative(PROJECT_ROOT, file)} is not what results.json says: npm run bench -- --report`);
    }
  }
};
