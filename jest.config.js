"use strict";

/** Tests run as compiled, against the code that is published: no transform stands between the two. */
module.exports = {
  roots: ["<rootDir>/dist/tests"],
  testMatch: ["**/*.test.js"],
  transform: {},
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/\\.work/", "<rootDir>/examples/"],
  // Reaches the registry: `npm run test:installed`.
  testPathIgnorePatterns: ["<rootDir>/dist/tests/installed/"],
  // Most of the time goes into the processes that tests start, which is why every core gets a worker.
  maxWorkers: "100%",
  testTimeout: 180_000,
};
