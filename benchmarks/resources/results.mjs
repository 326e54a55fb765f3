import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import prettier from "prettier";
import { chartsOf } from "./charts.mjs";
import { PROJECT_ROOT } from "./paths.mjs";
import { reportOf } from "./report.mjs";

const FOLDER = join(PROJECT_ROOT, "benchmarks");
const RESULTS = join(FOLDER, "results.json");
const REPORT = join(FOLDER, "RESULTS.md");
const CHARTS = join(FOLDER, "svg");

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

/** Writes what people read, from what was measured and from nothing else. */
export const writeReport = async (results) => {
  const charts = chartsOf(results);
  rmSync(CHARTS, { recursive: true, force: true });
  mkdirSync(CHARTS, { recursive: true });
  for (const { file, svg } of charts) writeFileSync(join(CHARTS, file), svg);
  writeFileSync(REPORT, await formatted(reportOf(results, charts), REPORT));
};
