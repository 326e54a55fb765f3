/**
 * Pulumi's marker for a value that isn't known yet. It's copied because Pulumi's SDK takes a second to load;
 * tests/unit/resources/protocol.test.ts compares it with the SDK.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
