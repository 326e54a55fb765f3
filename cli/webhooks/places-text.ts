import { placeTitle } from "../access/place-title.js";
import { type Asked } from "./ask-places.js";

const indented = (line: string): string => (line === "" ? "" : `  ${line}`);

/** What was found as text, one paragraph for each connection and organization. */
export const placesText = <Found>(
  asked: readonly Asked<Found>[],
  linesOf: (found: Found, place: Asked<Found>) => readonly string[],
): string =>
  asked
    .map((place) => {
      const { found, error } = place;
      const lines = found === undefined ? [`error: ${error ?? "unknown"}`] : linesOf(found, place);
      return [placeTitle(place), ...lines.map(indented), ""].join("\n");
    })
    .join("\n");

/** What was found as JSON: the members of `found` beside those of the place. Unknown values are null. */
export const placesJson = <Found extends object>(asked: readonly Asked<Found>[]): string => {
  const entries = asked.map(({ connection, organizationId = null, host = null, found, error = null }) => ({
    connection,
    organizationId,
    host,
    ...found,
    error,
  }));
  return `${JSON.stringify(entries, (_key, value: unknown) => value ?? null, 2)}\n`;
};
