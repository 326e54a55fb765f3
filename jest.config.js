"use strict";

/** Tests run as compiled, against the code that is published: no transform stands between the two. */
module.exports = {
  roots: ["<rootDir>/dist/tests"],
  testMatch: ["**/*.test.js"],
  transform: {},
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/\\.work/", "<rootDir>/examples/"],
  testTimeout: 120_000,
};
