import * as pulumi from "@pulumi/pulumi";

/**
 * Something that is made once for each run of a program: a process may run several. Outside of a run it is undefined: in a
 * unit test the resources of many programs share a process, and nothing is known of which belong together.
 */
export const perRun = <Value>(make: () => Value): (() => Value | undefined) => {
  const made = new WeakMap<object, { readonly value: Value }>();
  return () => {
    const run = pulumi.runtime.getStackResource();
    if (run === undefined) return undefined;
    const known = made.get(run) ?? { value: make() };
    made.set(run, known);
    return known.value;
  };
};
