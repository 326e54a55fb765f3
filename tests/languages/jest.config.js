"use strict";

/** `npm run test:languages`: the example in each language whose host is on PATH, on the Pulumi CLI. */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/languages"],
  testPathIgnorePatterns: [],
  testTimeout: 1_800_000,
};
