import * as pulumi from "@pulumi/pulumi";
import { perRun } from "./per-run.js";
import { reportedOnUse } from "./reported-on-use.js";

// A test of a program may replace the timers later.
const { setImmediate } = globalThis;

/** Why a run is refused. */
const refusalOfRun = perRun((): { error?: pulumi.RunError } => ({}));

/** An error whose message stays as it is. Pulumi would put the name of an input before it, of each resource that it keeps back. */
const errorOf = (message: string): pulumi.RunError =>
  Object.defineProperty(new pulumi.RunError(message), "message", { get: () => message, set: () => undefined });

/** Throws an error that also keeps the other resources of the run from being registered. It's the same one each time. */
export const refuseRun = (message: string): never => {
  const refusal = refusalOfRun();
  if (refusal === undefined) throw new pulumi.RunError(message);
  refusal.error ??= errorOf(message);
  throw refusal.error.message === message ? refusal.error : errorOf(message);
};

/**
 * An input that every resource has. It rejects if the run is refused while the program declares its resources: otherwise those
 * that stand before the refused one would be registered, and Pulumi's default provider with them, whose inputs in the state are
 * the configuration. Outside of a run, as in a test with mocks, nothing waits.
 */
export const unlessRefused = <Value>(input: Value): pulumi.Input<Value> => {
  const refusal = refusalOfRun();
  if (refusal === undefined) return input;
  const settled = new Promise<Value>((resolve, reject) => {
    // What is known without the engine, such as a value of the configuration, has been checked by then.
    setImmediate(() => {
      if (refusal.error === undefined) resolve(input);
      else reject(refusal.error);
    });
  });
  settled.catch(() => undefined);
  return reportedOnUse(pulumi.output(settled) as pulumi.Output<Value>);
};
