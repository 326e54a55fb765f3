/**
 * How Pulumi's provider protocol marks unknown and secret values. The markers are copied from Pulumi's SDK, because loading
 * it takes time. A test compares them.
 */

/** In place of any value that isn't known yet, at any depth. It looks like a keyId: both are UUIDs. */
export const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** In the same place, where the engine knows what kind of value is to come: in the order of Pulumi's Go SDK, which defines them. */
const UNKNOWN_MARKERS: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // a boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
  UNKNOWN_VALUE, // a text
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // a list
  "030794c1-ac77-496b-92df-f27374a8bd58", // an asset
  "e48ece36-62e2-4504-bad9-02848725956a", // an archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // an object
]);
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

export const isUnknown = (value: unknown): boolean => UNKNOWN_MARKERS.has(value);

/** Whether a value, or any part of it, isn't known yet. */
export const holdsUnknown = (value: unknown): boolean =>
  isUnknown(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

/** Copies the properties, and marks those named in `secrets` as secret. */
export const withWireSecrets = (properties: Properties, secrets: ReadonlySet<string>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secrets.has(name) ? wireSecret(value) : value]),
  );

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const isWireSecret = (value: unknown): value is WireSecret<unknown> =>
  isObject(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;

/** Whether a value, or any part of it, is marked as secret. */
export const holdsSecret = (value: unknown): boolean =>
  isWireSecret(value) || (isObject(value) && Object.values(value).some(holdsSecret));

/** The parts of a value that are marked as secret, without their marks. @param names those that lead to the value */
export const secretParts = (
  value: unknown,
  names: readonly string[] = [],
): { readonly names: readonly string[]; readonly value: unknown }[] => {
  if (isWireSecret(value)) return [{ names, value: withoutSecretMarks(value) }];
  return isObject(value) ? Object.entries(value).flatMap(([name, part]) => secretParts(part, [...names, name])) : [];
};

/** A value without its marks of secrets, at any depth. */
export const withoutSecretMarks = (value: unknown): unknown => {
  if (isWireSecret(value)) return withoutSecretMarks(value.value);
  if (Array.isArray(value)) return value.map(withoutSecretMarks);
  return isObject(value) ? plainProperties(value) : value;
};

/** Properties without their marks of secrets, as the verbs take them. */
export const plainProperties = (properties: Properties): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, withoutSecretMarks(value)]));

/** Marks the properties that `marked` has as secret, wholly or in part, and those named in `secrets`. Doesn't mark twice. */
export const withSecretsOf = (
  properties: Properties,
  marked: Properties,
  secrets: ReadonlySet<string> = new Set(),
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      const isMissing = (secrets.has(name) || holdsSecret(marked[name])) && !isWireSecret(value);
      return [name, isMissing ? wireSecret(value) : value];
    }),
  );
