"use strict";

/** `npm run fuzz`: the same targets for longer. `FUZZ_SCALE=100 npm run fuzz` sets how much. */
process.env.FUZZ_SCALE ??= "20";

module.exports = {
  ...require("../../jest.config.js"),
  rootDir: "../..",
  roots: ["<rootDir>/dist/tests/fuzz"],
  testTimeout: 3_600_000,
};
