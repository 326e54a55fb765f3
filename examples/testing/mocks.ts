import * as pulumi from "@pulumi/pulumi";

/** Inputs of what a program registers, by type. */
export const registered = new Map<string, Record<string, unknown>>();

/** Pulumi's own mocks, as its guide to unit tests has them: a resource answers with its inputs. */
export const setMocks = (): Promise<void> =>
  pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.set(type.split(":").at(-1) ?? type, inputs);
      return { id: `${name}_id`, state: inputs };
    },
    call: ({ inputs }) => inputs,
  });

/** The value of an output. */
export const valueOf = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
  new Promise((resolve) => output.apply((value) => resolve(value)));
