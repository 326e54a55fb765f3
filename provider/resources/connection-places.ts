/** The host of a connection; undefined if none is configured. */
export type HostOf = (connection: string) => string | undefined;

/** What tells the places apart to which connections lead: two connections can have the same host. */
export const createConnectionPlaces = (hostOf: HostOf): ((connection: string) => string) => {
  // Looking one up takes time.
  const places = new Map<string, string>();
  return (connection) => {
    const known = places.get(connection);
    if (known !== undefined) return known;
    const host = hostOf(connection);
    const place = host === undefined ? `connection ${connection}` : `host ${host}`;
    places.set(connection, place);
    return place;
  };
};
