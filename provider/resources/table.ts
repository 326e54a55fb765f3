/** One input of a resource: check, diff and the tables in docs/resources.md derive from it. */
export interface InputProperty {
  readonly type: string;
  readonly meaning: string;
  readonly isRequired: boolean;
  /** The default, in words. It is resolved in create and never compared in diff. */
  readonly default?: string;
  readonly isSecret: boolean;
  /** Whether another value replaces the resource, updates it in place, or is kept with the inputs and changes nothing. */
  readonly onChange: "replace" | "update" | "nothing";
}

/** One output of a resource. */
export interface OutputProperty {
  readonly type: string;
  readonly meaning: string;
  readonly isSecret: boolean;
}

/** All that is known of a resource's properties. */
export interface ResourceTable {
  readonly name: string;
  readonly inputs: Readonly<Record<string, InputProperty>>;
  readonly outputs: Readonly<Record<string, OutputProperty>>;
}

/** An input that is optional and not secret unless the property says so. */
export const input = (
  property: Pick<InputProperty, "type" | "meaning" | "onChange"> & Partial<InputProperty>,
): InputProperty => ({ isRequired: false, isSecret: false, ...property });

/** Names of the outputs that are secret. */
export const secretOutputsOf = ({ outputs }: ResourceTable): string[] =>
  Object.entries(outputs)
    .filter(([, { isSecret }]) => isSecret)
    .map(([name]) => name);

/** Every output, not yet set: what the constructor of a dynamic resource must name for the outputs to appear on it. */
export const declaredOutputs = ({ outputs }: ResourceTable): Record<string, undefined> =>
  Object.fromEntries(Object.keys(outputs).map((name) => [name, undefined]));

/** Module part of the Pulumi types, as in `pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey`. */
export const MODULE = "cybersource-webhooks";
