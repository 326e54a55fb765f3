"use strict";

const { availableParallelism } = require("node:os");

/** Tests run as compiled, against the code that is published: no transform stands between the two. */
module.exports = {
  roots: ["<rootDir>/dist/tests"],
  testMatch: ["**/*.test.js"],
  transform: {},
  testEnvironment: "<rootDir>/tests/support/main-realm.cjs",
  runtime: "<rootDir>/tests/support/shared-libraries.cjs",
  modulePathIgnorePatterns: ["<rootDir>/\\.work/", "<rootDir>/examples/"],
  // Longer ones, which have commands of their own: `npm run test:types`, `test:versions`, `test:languages`,
  // `test:conformance` and `test:crashes`.
  testPathIgnorePatterns: [
    "<rootDir>/dist/tests/types/",
    "<rootDir>/dist/tests/versions/",
    "<rootDir>/dist/tests/languages/",
    "<rootDir>/dist/tests/conformance/",
    "<rootDir>/dist/tests/crashes/matrix/",
  ],
  // One more than there are cores: often, a test only waits for a process or for a time limit.
  maxWorkers: availableParallelism() + 1,
  testSequencer: "<rootDir>/tests/support/longest-first.cjs",
  reporters: ["default", "<rootDir>/tests/support/slowest-files.cjs"],
  testTimeout: 180_000,
};
