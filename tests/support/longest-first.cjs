"use strict";

const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Folders whose files take longest, for a clone that has run no test yet: Jest knows how long each took in its last run,
 * and would go by the size of the files else. A long file that begins last has one worker wait for the other.
 */
const LONG = ["faults/engine", "crashes/", "e2e/", "concurrency/", "pipelines/", "property/renewal", "fuzz/"];

const rankOf = ({ path }) => {
  const rank = LONG.findIndex((part) => path.replaceAll("\\", "/").includes(`/dist/tests/${part}`));
  return rank === -1 ? LONG.length : rank;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return sorted.every(({ duration }) => duration !== undefined)
      ? sorted
      : [...sorted].sort((one, other) => rankOf(one) - rankOf(other));
  }
};
