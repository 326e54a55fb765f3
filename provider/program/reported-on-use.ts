import type * as pulumi from "@pulumi/pulumi";

/** The promises of an output, which its type doesn't name. All of them reject with the error of the output. */
const PROMISES = ["isKnown", "isSecret"] as const;

/**
 * An output that may reject, for the inputs or options of a resource. Pulumi reports its error once it uses the output for
 * the resource, which can be later. Until then nothing handles the rejection, and Node.js would warn of that.
 */
export const reportedOnUse = <Value>(output: pulumi.Output<Value>): pulumi.Output<Value> => {
  const promises = PROMISES.map((name): unknown => Reflect.get(output, name));
  for (const promise of promises) if (promise instanceof Promise) promise.catch(() => undefined);
  return output;
};
