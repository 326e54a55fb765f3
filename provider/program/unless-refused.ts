import * as pulumi from "@pulumi/pulumi";
import { perRun } from "./per-run.js";
import { reportedOnUse } from "./reported-on-use.js";

/** Why a run is refused. */
const refusalOfRun = perRun((): { message?: string } => ({}));

/** Throws an error that also keeps the other resources of the run from being registered. */
export const refuseRun = (message: string): never => {
  const refusal = refusalOfRun();
  if (refusal !== undefined) refusal.message ??= message;
  throw new pulumi.RunError(message);
};

/**
 * An input that every resource has. It rejects if the run is refused while the program declares its resources: otherwise those
 * that stand before the refused one would be registered, and Pulumi's default provider with them, whose inputs in the state are
 * the configuration.
 */
export const unlessRefused = <Value>(input: Value): pulumi.Output<Value> => {
  const refusal = refusalOfRun();
  const settled = new Promise<Value>((resolve, reject) => {
    // What is known without the engine, such as a value of the configuration, has been checked by then.
    setImmediate(() => {
      if (refusal?.message === undefined) resolve(input);
      else reject(new pulumi.RunError(refusal.message));
    });
  });
  settled.catch(() => undefined);
  return reportedOnUse(pulumi.output(settled) as pulumi.Output<Value>);
};
