/**
 * Stands for a value that is not known yet, as Pulumi writes it. tests/unit/resources/protocol.test.ts compares it with
 * Pulumi's SDK, which takes a second to load.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
