"use strict";

/**
 * Compares the embedded engine with the Pulumi CLI, option by option. Takes minutes, so it isn't part of `npm test`:
 * run `npm run test:conformance`.
 */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/conformance"],
  testPathIgnorePatterns: [],
};
