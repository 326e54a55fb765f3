/** The only media type that the webhook routes answer with (cybersource-rest-client-dotnet, issue 233). */
const MEDIA_TYPE = "application/json";
/** The older type, which some clients still send alone. */
const HAL_TYPE = "application/hal+json";
/** The ranges that include both. The most specific one decides, so it is first (RFC 9110 section 12.5.1). */
const RANGES = ["application/*", "*/*"];

/** The `q` weight of a range, 1 by default. */
const weightOf = (parameters: readonly string[]): number => {
  const [, weight = "1"] = parameters.map((each) => each.trim().split("=")).find(([name]) => name === "q") ?? [];
  return Number(weight);
};

/** Whether a client that sends this `Accept` header accepts JSON. Without the header, it accepts everything. */
export const acceptsJson = (accept: string | undefined, isHalServed = false): boolean => {
  if (accept === undefined) return true;
  const weights = new Map(
    accept
      .toLowerCase()
      .split(",")
      .map((range) => range.split(";"))
      .map(([range = "", ...parameters]) => [range.trim(), weightOf(parameters)]),
  );
  const decisive = [MEDIA_TYPE, ...(isHalServed ? [HAL_TYPE] : []), ...RANGES].find((range) => weights.has(range));
  return decisive !== undefined && weights.get(decisive) !== 0;
};
