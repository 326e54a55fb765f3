"use strict";

/**
 * Compares the embedded engine with the Pulumi CLI option by option, which takes minutes: `npm run test:conformance`,
 * not part of `npm test`.
 */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/conformance"],
  testPathIgnorePatterns: [],
};
