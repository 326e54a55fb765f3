import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { type Properties, UNKNOWN_VALUE, withSecretsOf } from "../provider/resources/protocol.js";
import { type ResourceTable, secretOutputsOf } from "../provider/resources/table.js";

/** Properties of a message. A message without any has none. */
export const fromStruct = (struct: Struct | undefined): Record<string, unknown> => struct?.toJavaScript() ?? {};

export const toStruct = (properties: Properties): Struct =>
  Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);

/** Outputs with their secrets marked: those of the table, and those whose input or earlier value is secret. */
export const securedOutputs = (table: ResourceTable, outputs: Properties, given: Properties): Record<string, unknown> =>
  withSecretsOf(outputs, given, new Set(secretOutputsOf(table)));

/** What marks outputs of a change: its inputs, and what the state holds where the program leaves an input out. */
export const givenIn = (olds: Properties, news: Properties): Properties => ({
  ...olds,
  ...Object.fromEntries(Object.entries(news).filter(([, value]) => (value ?? undefined) !== undefined)),
});

/** Outputs in a preview: only what repeats an input whose change would replace the resource is known before. */
export const plannedOutputs = (table: ResourceTable, olds: Properties, news: Properties): Record<string, unknown> => {
  const planned = Object.keys(table.outputs).map((name) => {
    const isFixed = table.inputs[name]?.onChange === "replace" && Object.hasOwn(olds, name);
    return [name, isFixed ? olds[name] : UNKNOWN_VALUE] as const;
  });
  return securedOutputs(table, Object.fromEntries(planned), givenIn(olds, news));
};
