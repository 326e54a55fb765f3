"use strict";

const { relative } = require("node:path");

const SHOWN = 10;
const seconds = (durationMs) => `${(durationMs / 1000).toFixed(1).padStart(6)} s`;

/** Ends a run of the whole suite with the files that took longest. */
module.exports = class SlowestFiles {
  #rootDir;

  constructor({ rootDir }) {
    this.#rootDir = rootDir;
  }

  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= SHOWN) return;
    const slowest = testResults
      .map(({ testFilePath, perfStats }) => ({ file: testFilePath, durationMs: perfStats.end - perfStats.start }))
      .sort((one, other) => other.durationMs - one.durationMs)
      .slice(0, SHOWN);
    const lines = slowest.map(({ file, durationMs }) => `${seconds(durationMs)}  ${relative(this.#rootDir, file)}`);
    // Jest's own summary is printed after this.
    process.once("exit", () => process.stderr.write(`\nThe ten slowest files:\n${lines.join("\n")}\n`));
  }
};
