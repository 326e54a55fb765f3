import { assertRequests } from "./stack-run.mjs";

/** As many requests as the package sends at once. */
export const PARALLEL = 10;

/** Creates the same stack with services of different latencies, and the floor, in interleaved rounds. */
export const measureLatency = async ({ runner, folders, keys, latenciesMs, rounds, report }) => {
  const runs = [];
  for (let round = 0; round < rounds; round += 1) {
    const measure = async (contestant, latencyMs, requests) => {
      const run = runner.open({ folder: folders.get(contestant), keys, latencyMs, parallel: PARALLEL });
      const { wallMs, cpuMs, seen } = await run("up");
      assertRequests("create", seen, requests);
      runs.push({ contestant, keys, round, latencyMs, wallMs, cpuMs, seen });
    };
    await measure("floor", 0, 0);
    for (const latencyMs of latenciesMs) await measure("ours", latencyMs, keys);
    report(`round ${round + 1}/${rounds}, latency of the service`);
  }
  return runs;
};
