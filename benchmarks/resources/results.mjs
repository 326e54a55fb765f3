import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { formatText } from "../../scripts/format-text.mjs";
import { putBetween } from "../../scripts/put-between.mjs";
import { chartsOf } from "./charts.mjs";
import { PROJECT_ROOT, SCRATCH } from "./paths.mjs";
import { scaleTable } from "./scale-table.mjs";
import { pagesOf } from "./report.mjs";
import { summaryFromText, summaryOf, summaryToText } from "./summary.mjs";

const FOLDER = join(PROJECT_ROOT, "benchmarks");
const SUMMARY = join(FOLDER, "summary.jsonl");
const GENERATED_FOLDERS = [join(FOLDER, "results"), join(FOLDER, "svg")];
const SCALE = join(PROJECT_ROOT, "docs/scale.md");

/** Reads the summary of the last run on each engine. */
export const readSummary = () => {
  if (!existsSync(SUMMARY)) throw new Error("There are no results yet: run npm run bench");
  return summaryFromText(readFileSync(SUMMARY, "utf8"));
};

/**
 * Replaces the results of one engine, and of the package, in the summary. Every single run is kept in .work/, for a
 * closer look.
 */
export const writeResults = async ({ engine, results, ofPackage }) => {
  writeFileSync(join(SCRATCH, `runs-${engine}.json`), `${JSON.stringify(results)}\n`);
  const before = existsSync(SUMMARY) ? readSummary() : { engines: {} };
  const after = { ...ofPackage, engines: { ...before.engines, [engine]: summaryOf(results) } };
  writeFileSync(SUMMARY, summaryToText(after));
};

/** Replaces the lines about subscriptions of one engine in the summary. */
export const writeSubscriptions = ({ engine, subscriptions }) => {
  const before = readSummary();
  const engines = { ...before.engines, [engine]: { ...before.engines[engine], subscriptions } };
  writeFileSync(SUMMARY, summaryToText({ ...before, engines }));
};

/** The generated files and their contents, which depend only on the summary. */
const filesOf = async (summary) => {
  const charts = chartsOf(summary);
  const scale = putBetween(readFileSync(SCALE, "utf8"), "npm run bench", scaleTable(summary));
  const pages = pagesOf(summary, charts).map(({ file, text }) => [join(FOLDER, file), text]);
  const formattedPages = [...pages, [SCALE, scale]].map(async ([file, text]) => [file, await formatText(file, text)]);
  return new Map([
    ...(await Promise.all(formattedPages)),
    ...charts.map(({ file, svg }) => [join(FOLDER, "svg", file), svg]),
  ]);
};

export const writeReport = async (summary) => {
  for (const folder of GENERATED_FOLDERS) rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of await filesOf(summary)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
};

/** Fails if a generated file is out of date. */
export const checkReport = async (summary) => {
  for (const [file, text] of await filesOf(summary)) {
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
      throw new Error(`${relative(PROJECT_ROOT, file)} does not match summary.jsonl: run npm run bench -- --report`);
    }
  }
};
