"use strict";

/** Types as users meet them. Needs the registry for its tools: `npm run test:types`, not part of `npm test`. */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/types"],
  testPathIgnorePatterns: [],
};
