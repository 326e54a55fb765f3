/** One input of a resource. check, diff and the tables in docs/resources.md are derived from it. */
export interface InputProperty {
  readonly type: string;
  readonly meaning: string;
  readonly isRequired: boolean;
  /** The default, as the tables show it. create fills it in; diff doesn't compare it. */
  readonly default?: string;
  readonly isSecret: boolean;
  /** If the program can pass it as a secret: whether a value passed so can be one, or came along with one. Never throws. */
  readonly canBeSecret?: (value: unknown) => boolean;
  /** Whether another value replaces the resource, updates it in place, or is only stored with the inputs. */
  readonly onChange: "replace" | "update" | "nothing";
  /** What diff compares in place of the value, if several values mean the same. Never throws. */
  readonly comparedAs?: (value: unknown) => unknown;
}

/** One output of a resource. */
export interface OutputProperty {
  readonly type: string;
  readonly meaning: string;
  readonly isSecret: boolean;
  /** Whether it can be absent. */
  readonly isOptional?: boolean;
}

/** The properties of a resource. */
export interface ResourceTable {
  readonly name: string;
  /** What it is. */
  readonly meaning: string;
  readonly inputs: Readonly<Record<string, InputProperty>>;
  readonly outputs: Readonly<Record<string, OutputProperty>>;
}

/** Defines an input. By default it is optional and not secret. */
export const input = (
  property: Pick<InputProperty, "type" | "meaning" | "onChange"> & Partial<InputProperty>,
): InputProperty => ({ isRequired: false, isSecret: false, ...property });

/** Names of the inputs that are secret. */
export const secretInputsOf = ({ inputs }: ResourceTable): string[] =>
  Object.entries(inputs)
    .filter(([, { isSecret }]) => isSecret)
    .map(([name]) => name);

/** The inputs that are secret if the program passes a secret, and whether a value can be one. */
export const markedInputsOf = ({ inputs }: ResourceTable): Record<string, (value: unknown) => boolean> =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, { canBeSecret }]) =>
      canBeSecret === undefined ? [] : [[name, canBeSecret]],
    ),
  );

/** Names of the outputs that are secret. */
export const secretOutputsOf = ({ outputs }: ResourceTable): string[] =>
  Object.entries(outputs)
    .filter(([, { isSecret }]) => isSecret)
    .map(([name]) => name);

/** All outputs as undefined. The constructor of a dynamic resource must name each output, or Pulumi doesn't set it. */
export const declaredOutputs = ({ outputs }: ResourceTable): Record<string, undefined> =>
  Object.fromEntries(Object.keys(outputs).map((name) => [name, undefined]));

/** The module in the names of Pulumi types, such as `pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey`. */
export const MODULE = "cybersource-webhooks";
