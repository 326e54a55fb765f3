/** What the webhook routes answer with, and all that they know (cybersource-rest-client-dotnet, issue 233). */
const MEDIA_TYPE = "application/json";
/** The ranges that hold it, the most specific first: that one decides (RFC 9110 section 12.5.1). */
const RANGES = [MEDIA_TYPE, "application/*", "*/*"];

/** The weight of one range; 1 unless it has one. */
const weightOf = (parameters: readonly string[]): number => {
  const [, weight = "1"] = parameters.map((each) => each.trim().split("=")).find(([name]) => name === "q") ?? [];
  return Number(weight);
};

/** Tells whether a client that sends this `Accept` takes JSON; one that sends none takes everything. */
export const acceptsJson = (accept: string | undefined): boolean => {
  if (accept === undefined) return true;
  const weights = new Map(
    accept
      .toLowerCase()
      .split(",")
      .map((range) => range.split(";"))
      .map(([range = "", ...parameters]) => [range.trim(), weightOf(parameters)]),
  );
  const decisive = RANGES.find((range) => weights.has(range));
  return decisive !== undefined && weights.get(decisive) !== 0;
};
