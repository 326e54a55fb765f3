import { createStack } from "./engines.mjs";
import { runTimed } from "./timed-process.mjs";

/** A run took longer than the limit. */
export class TooLong extends Error {}

/** The operations that are measured, in order, and their commands. */
export const OPERATIONS = [
  ["create", "up"],
  ["quiet up", "up"],
  ["preview", "preview"],
  ["refresh", "refresh"],
  ["destroy", "destroy"],
];

const rounded = (ms) => Math.round(ms);

/** Creates a runner of stacks, for an engine and a service. */
export const createRunner = ({ engine, platform, limitMs }) => {
  const open = ({ folder, keys, latencyMs = 0, parallel, environment = {} }) => {
    const stack = createStack(engine, {
      folder,
      environment: { ...platform.environment(latencyMs), ...environment, BENCH_KEYS: String(keys) },
    });
    /** Runs a command. Throws if it fails. */
    return async (verb) => {
      const startedMs = performance.timeOrigin + performance.now();
      const run = await runTimed({ ...stack, command: stack.command(verb, parallel), limitMs });
      const { firstMs, lastMs, ...seen } = await platform.takeCounts();
      if (run.isLate) throw new TooLong(`${verb} of ${keys} keys took longer than ${limitMs / 1000} s`);
      if (!run.isOk) throw new Error(`${verb} of ${keys} keys in ${folder} failed:\n${run.output}`);
      const measured = { wallMs: rounded(run.wallMs), cpuMs: rounded(run.cpuMs), peakBytes: run.peakBytes };
      const parts = firstMs !== undefined && {
        beforeMs: rounded(firstMs - startedMs),
        spanMs: rounded(lastMs - firstMs),
        afterMs: rounded(startedMs + run.wallMs - lastMs),
      };
      return { ...measured, seen: { ...seen, ...parts }, stdout: run.stdout };
    };
  };
  return { open };
};

const isKey = ({ type }) => /^(?:pulumi-nodejs:dynamic|random:|cybersource-webhooks:index:)/.test(type);

/** The sizes in an exported state, without white space. */
export const sizesOf = (exported, keys) => {
  const resources = JSON.parse(exported).deployment.resources.filter(isKey);
  if (resources.length !== keys) throw new Error(`The state has ${resources.length} resources instead of ${keys}`);
  const bytes = (value) => Buffer.byteLength(JSON.stringify(value));
  const text = resources[0].inputs.__provider ?? "";
  return {
    bytesPerKey: Math.round(bytes(resources) / keys),
    // Both the inputs and the outputs contain the provider's text.
    bytesPerKeyBeside: Math.round((bytes(resources) - 2 * keys * bytes(text)) / keys),
    providerTextBytes: Buffer.byteLength(text),
  };
};

/** Fails if a run sent another number of requests than it should. */
export const assertRequests = (operation, { requests }, expected) => {
  if (requests !== expected) throw new Error(`${operation} sent ${requests} requests instead of ${expected}`);
};
