import * as pulumi from "@pulumi/pulumi";

/** The inputs of the resources that a program registers, by type. */
export const registered = new Map<string, Record<string, unknown>>();

/** The mocks from Pulumi's guide to unit tests: the outputs of a resource are its inputs. */
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
