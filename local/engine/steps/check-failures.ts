import { EngineError } from "../errors.js";
import type { CheckFailure } from "../processes/provider-client.js";
import type { Reporter } from "../display/reporter.js";
import type { Resource } from "../state/resource.js";
import { nameOf } from "../values/urn.js";
import { type Properties, type Value, Secret } from "../values/values.js";

/** The error that ends a run of whose reasons all have been told already. */
export class ToldError extends EngineError {}

const shown = (value: Value | undefined): string => {
  if (value instanceof Secret) return "[secret]";
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
};

/** Tells what a provider found wrong with the inputs of a resource. */
export const reportFailures = (
  reporter: Reporter,
  { urn, type }: Resource,
  inputs: Properties,
  failures: readonly CheckFailure[],
): ToldError => {
  for (const { property, reason } of failures) {
    const where = property === "" ? "" : `: property ${property} value {${shown(inputs[property])}}`;
    reporter.diagnostic("error", `${type} resource '${nameOf(urn)}'${where} has a problem: ${reason}`, urn);
  }
  return new ToldError("ERR_ENGINE_RESOURCE", `resource ${urn} is invalid`);
};
