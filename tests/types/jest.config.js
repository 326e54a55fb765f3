"use strict";

/** Tests the types as users see them. Needs the registry, so it isn't part of `npm test`: run `npm run test:types`. */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/types"],
  testPathIgnorePatterns: [],
};
