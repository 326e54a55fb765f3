/**
 * How Pulumi's provider protocol marks unknown and secret values. The markers are copied from Pulumi's SDK, because loading
 * it takes time. A test compares them.
 */

/** In place of any value that isn't known yet, at any depth. It looks like a keyId: both are UUIDs. */
const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Inputs or outputs of a resource, in the form of the protocol. */
export type Properties = Readonly<Record<string, unknown>>;

/** A value that the engine stores encrypted and never prints. */
export interface WireSecret<T> {
  readonly [SIGNATURE_KEY]: typeof SECRET_SIGNATURE;
  readonly value: T;
}

export const wireSecret = <T>(value: T): WireSecret<T> => ({ [SIGNATURE_KEY]: SECRET_SIGNATURE, value });

export const isUnknown = (value: unknown): boolean => value === UNKNOWN_VALUE;

/** Whether a value, or any part of it, isn't known yet. */
export const holdsUnknown = (value: unknown): boolean =>
  isUnknown(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

/** Copies the properties, and marks those named in `secrets` as secret. */
export const withWireSecrets = (properties: Properties, secrets: ReadonlySet<string>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secrets.has(name) ? wireSecret(value) : value]),
  );
