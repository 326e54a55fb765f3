"use strict";

/** Installs the package as users do, which needs the registry: `npm run test:versions`, not part of `npm test`. */
module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/versions"],
  testPathIgnorePatterns: [],
};
