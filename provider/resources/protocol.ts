/**
 * What Pulumi's provider protocol puts into property values. The values are Pulumi's; tests compare them with its SDK,
 * which is not loaded here.
 */

/** Stands for a value that is not known yet, at every depth and for every type. UUID-shaped, like a keyId. */
const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Properties as they cross the protocol. */
export type Properties = Readonly<Record<string, unknown>>;

/** A value that the engine stores encrypted and never prints. */
export interface WireSecret<T> {
  readonly [SIGNATURE_KEY]: typeof SECRET_SIGNATURE;
  readonly value: T;
}

export const wireSecret = <T>(value: T): WireSecret<T> => ({ [SIGNATURE_KEY]: SECRET_SIGNATURE, value });

export const isUnknown = (value: unknown): boolean => value === UNKNOWN_VALUE;

/** True when a value, or a part of it, is not known yet. */
export const holdsUnknown = (value: unknown): boolean =>
  isUnknown(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

/** Copies the properties with those named in `secrets` in secret form. */
export const withWireSecrets = (properties: Properties, secrets: ReadonlySet<string>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secrets.has(name) ? wireSecret(value) : value]),
  );
