import { median, spread } from "../statistics.mjs";
import { PARALLEL } from "./latency.mjs";
import { assertRequests, OPERATIONS } from "./stack-run.mjs";

/** Requests for each subscription, one after the other. A create lists, sends POST, sets the status and reads. */
export const REQUESTS = { create: 4, "quiet up": 0, preview: 0, refresh: 1, destroy: 1 };

/** The time that the requests alone take, with as many subscriptions at once as the package sends requests. */
const idealMsOf = (operation, count, latencyMs) => Math.ceil(count / PARALLEL) * REQUESTS[operation] * latencyMs;

const measureStack = async (runner, { contestant, folder, count, latencyMs, round }) => {
  const run = runner.open({ folder, keys: count, latencyMs, parallel: PARALLEL });
  const runs = [];
  for (const [operation, verb] of OPERATIONS) {
    const { wallMs, seen } = await run(verb);
    assertRequests(operation, seen, contestant === "floor" ? 0 : count * REQUESTS[operation]);
    runs.push({ contestant, operation, count, round, wallMs, mostAtOnce: seen.mostAtOnce });
  }
  return runs;
};

/** Measures the whole life of stacks of subscriptions, and of the floor, in interleaved rounds. */
export const measureSubscriptions = async ({
  runner,
  folders,
  subscriptions: sizes,
  subscriptionRounds,
  latencyMs,
  report,
}) => {
  const runs = [];
  for (let round = 0; round < subscriptionRounds; round += 1) {
    for (const count of sizes) {
      for (const contestant of ["floor", "subscriptions"]) {
        const folder = folders.get(contestant);
        runs.push(...(await measureStack(runner, { contestant, folder, count, latencyMs, round })));
      }
      report(`round ${round + 1}/${subscriptionRounds}, ${count} subscriptions`);
    }
  }
  return { runs, latencyMs };
};

const medianAndSpread = (values) => ({
  median: Number(median(values).toPrecision(10)),
  spread: Number(spread(values).toPrecision(10)),
});

/** Summarizes the runs: one entry for each size and operation. Ratios compare runs of the same round. */
export const subscriptionsOf = ({ runs, latencyMs }) => {
  const own = runs.filter(({ contestant }) => contestant === "subscriptions");
  const floorMs = ({ operation, count, round }) =>
    runs.find(
      (run) => run.contestant === "floor" && run.operation === operation && run.count === count && run.round === round,
    ).wallMs;
  const sizes = [...new Set(own.map(({ count }) => count))];
  return OPERATIONS.flatMap(([operation]) =>
    sizes.map((count) => {
      const these = own.filter((run) => run.operation === operation && run.count === count);
      const idealMs = idealMsOf(operation, count, latencyMs);
      return {
        operation,
        count,
        latencyMs,
        requests: count * REQUESTS[operation],
        mostAtOnce: Math.max(...these.map(({ mostAtOnce }) => mostAtOnce)),
        idealMs,
        wall: medianAndSpread(these.map(({ wallMs }) => wallMs)),
        toFloor: medianAndSpread(these.map((run) => run.wallMs / floorMs(run))),
        toSum: medianAndSpread(these.map((run) => run.wallMs / (floorMs(run) + idealMs))),
      };
    }),
  );
};
