"use strict";

/** Installs the package as a user does, which needs the registry: `npm run test:installed`, not part of `npm test`. */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/installed"],
  testPathIgnorePatterns: [],
};
