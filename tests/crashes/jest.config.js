"use strict";

/** Kills every process at every step. Takes long, so it isn't part of `npm test`: run `npm run test:crashes`. */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/crashes/matrix"],
  testPathIgnorePatterns: [],
};
