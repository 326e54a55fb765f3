import { assertRequests, OPERATIONS, sizesOf, TooLong } from "./stack-run.mjs";

/** Measures the whole life of a stack. */
const measureStack = async (runner, { contestant, folder, keys }) => {
  const run = runner.open({ folder, keys });
  const operations = {};
  let sizes;
  for (const [operation, verb] of OPERATIONS) {
    if (operation === "destroy") sizes = sizesOf((await run("export")).stdout, keys);
    const { wallMs, cpuMs, peakBytes, seen } = await run(verb);
    assertRequests(operation, seen, operation === "create" && contestant.asksForKeys ? keys : 0);
    operations[operation] = { wallMs, cpuMs, peakBytes, ...(operation === "create" && { seen }) };
  }
  return { operations, ...sizes };
};

/** Rotates the order, so that another contestant is first in each round. */
const rotated = (list, by) => list.map((_, index) => list[(index + by) % list.length]);

/** A first estimate of how long a stack takes on two processors, in milliseconds. */
const estimateMs = (keys) => 6_000 + 45 * keys;

/**
 * Measures each contestant at each size, in interleaved rounds. A contestant that takes too long skips that size and
 * larger ones.
 */
export const measureSeries = async ({ runner, contestants, folders, keys: sizes, rounds, report }) => {
  const leftOut = [];
  let runs = [];
  const durationsMs = new Map();
  const isLeftOut = (name, keys) => leftOut.some((each) => each.contestant === name && each.keys <= keys);
  const leftMs = (from) =>
    Array.from({ length: rounds }, (_, round) =>
      sizes.flatMap((keys) => contestants.map(({ name }) => ({ name, keys, round }))),
    )
      .flat()
      .slice(from)
      .filter(({ name, keys }) => !isLeftOut(name, keys))
      .reduce((sum, { name, keys }) => sum + (durationsMs.get(`${name} ${keys}`) ?? estimateMs(keys)), 0);

  let done = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const keys of sizes) {
      for (const contestant of rotated(contestants, round)) {
        const { name } = contestant;
        done += 1;
        if (isLeftOut(name, keys)) continue;
        const startedMs = performance.now();
        try {
          const measured = await measureStack(runner, { contestant, folder: folders.get(name), keys });
          runs.push({ contestant: name, keys, round, ...measured });
        } catch (error) {
          if (!(error instanceof TooLong)) throw error;
          leftOut.push({ contestant: name, keys, why: error.message });
          runs = runs.filter((run) => !(run.contestant === name && run.keys >= keys));
        }
        durationsMs.set(`${name} ${keys}`, performance.now() - startedMs);
        report(`round ${round + 1}/${rounds}, ${keys} keys, ${name}`, leftMs(done));
      }
    }
  }
  return { runs, leftOut };
};
