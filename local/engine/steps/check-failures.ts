import { EngineError } from "../errors.js";
import type { CheckFailure } from "../processes/provider-client.js";
import type { Reporter } from "../display/reporter.js";
import type { Resource } from "../state/resource.js";
import { nameOf } from "../values/urn.js";
import { type Properties, type Value, Secret } from "../values/values.js";

/** An error whose reasons have already been reported. */
export class ReportedError extends EngineError {}

const shown = (value: Value | undefined): string => {
  if (value instanceof Secret) return "[secret]";
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
};

/** Reports the inputs that a provider rejected. */
export const reportFailures = (
  reporter: Reporter,
  { urn, type }: Resource,
  inputs: Properties,
  failures: readonly CheckFailure[],
): ReportedError => {
  for (const { property, reason } of failures) {
    const where = property === "" ? "" : `: property ${property} value {${shown(inputs[property])}}`;
    reporter.diagnostic("error", `${type} resource '${nameOf(urn)}'${where} has a problem: ${reason}`, urn);
  }
  return new ReportedError("ERR_ENGINE_RESOURCE", `resource ${urn} is invalid`);
};
