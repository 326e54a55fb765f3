import { type Properties } from "../protocol.js";
import { type ResourceTable } from "../table.js";

/**
 * The outputs that repeat an input which only an earlier program gave: this one leaves it out, and they aren't the default.
 * Pulumi marks an output as secret if its input is, and doesn't tell which inputs were: so these count as secret.
 *
 * @param defaults the outputs of a key whose program gives no such input
 */
export const earlierInputs = (
  { inputs }: ResourceTable,
  outputs: Properties,
  news: Properties,
  defaults: Properties,
): string[] =>
  Object.entries(inputs)
    .filter(([, { isRequired, onChange }]) => !isRequired && onChange === "replace")
    .map(([name]) => name)
    .filter((name) => (news[name] ?? undefined) === undefined && outputs[name] !== defaults[name]);
