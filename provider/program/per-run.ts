import * as pulumi from "@pulumi/pulumi";

/**
 * Creates a value once per run of a program; one process can run several programs. Returns undefined outside of a run, as
 * in a unit test, where it can't be known which resources belong to the same program.
 */
export const perRun = <Value>(create: () => Value): (() => Value | undefined) => {
  const created = new WeakMap<object, { readonly value: Value }>();
  return () => {
    const run = pulumi.runtime.getStackResource();
    if (run === undefined) return undefined;
    const known = created.get(run) ?? { value: create() };
    created.set(run, known);
    return known.value;
  };
};
