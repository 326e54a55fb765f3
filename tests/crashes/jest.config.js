"use strict";

/** Kills every process at every step, which takes long: `npm run test:crashes`, not part of `npm test`. */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/crashes/matrix"],
  testPathIgnorePatterns: [],
};
