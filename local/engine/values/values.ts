import { EngineError, unsupported } from "../errors.js";

/** A value that is never shown, and is stored only encrypted. */
export class Secret {
  readonly value: Value;

  constructor(value: Value) {
    // A secret inside a secret is the same secret.
    this.value = value instanceof Secret ? value.value : value;
  }

  /** Keeps the value out of anything that prints or serializes an object that contains it. */
  toJSON(): string {
    return "[secret]";
  }

  toString(): string {
    return "[secret]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}

/** The type of `UNKNOWN`. */
export class Unknown {
  readonly kind = "unknown";
}

/** A value that isn't known until a later step. */
export const UNKNOWN = new Unknown();

/** A property value in the engine. A resource reference is a plain object with its signature. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value }
  | Secret
  | Unknown;

export type Properties = Readonly<Record<string, Value>>;

/** Decoded properties, and the URNs that each of them depends on. */
export interface WireProperties {
  readonly properties: Properties;
  readonly dependencies: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ToWireOptions {
  /** Whether to mark secrets. Otherwise they are sent as plain values. */
  readonly keepSecrets: boolean;
  /** Whether to send unknown values as the sentinel. Otherwise they are left out. */
  readonly keepUnknowns: boolean;
  /** Whether to send resource references as such. Otherwise only their ID, or their URN without an ID, is sent. */
  readonly keepResources?: boolean;
}

/** Pulumi's key for the signature of an object that represents another kind of value. */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
export const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

export const isObject = (value: Value): value is { readonly [key: string]: Value } =>
  typeof value === "object" &&
  value !== null &&
  !isList(value) &&
  !(value instanceof Secret) &&
  !(value instanceof Unknown);

/** Creates an object without a prototype, so that no key has a special meaning. */
export const objectOf = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> => {
  const object = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) object[key] = value;
  return object;
};

const malformed = (what: string): EngineError =>
  new EngineError("ERR_ENGINE_RESOURCE", `Malformed ${what} in a property value`);

/** The error for a value with a signature that the engine doesn't support. */
export const unsupportedSignature = (signature: unknown): EngineError => {
  if (signature === ASSET_SIGNATURE) return unsupported("An asset as a property value");
  if (signature === ARCHIVE_SIGNATURE) return unsupported("An archive as a property value");
  return unsupported("A property value with an unknown signature");
};

/** Decodes a resource reference. Ignores other fields of the object. */
export const resourceReference = (
  object: Readonly<Record<string, unknown>>,
  decode: (json: unknown) => Value,
): Properties => {
  const { urn, id, packageVersion } = object;
  if (typeof urn !== "string") throw malformed("resource reference");
  return objectOf<Value>([
    [SIGNATURE_KEY, RESOURCE_SIGNATURE],
    ["urn", urn],
    ...(id === undefined ? [] : [["id", id === "" ? UNKNOWN : decode(id)] as const]),
    ...(typeof packageVersion === "string" && packageVersion !== ""
      ? [["packageVersion", packageVersion] as const]
      : []),
  ]);
};

const decodeSigned = (
  object: Readonly<Record<string, unknown>>,
  decode: (json: unknown) => Value,
  dependOn: (urn: string) => void,
): Value => {
  const signature = object[SIGNATURE_KEY];
  switch (signature) {
    case SECRET_SIGNATURE:
      if (object["value"] === undefined) throw malformed("secret");
      return new Secret(decode(object["value"]));
    case OUTPUT_SIGNATURE: {
      const dependencies = object["dependencies"] ?? [];
      if (!Array.isArray(dependencies)) throw malformed("output value");
      for (const urn of dependencies as unknown[]) {
        if (typeof urn !== "string") throw malformed("output value");
        dependOn(urn);
      }
      const value = object["value"] === undefined ? UNKNOWN : decode(object["value"]);
      return object["secret"] === true ? new Secret(value) : value;
    }
    case RESOURCE_SIGNATURE:
      return resourceReference(object, decode);
    default:
      throw unsupportedSignature(signature);
  }
};

const decodeWire = (json: unknown, dependOn: (urn: string) => void): Value => {
  if (json === UNKNOWN_SENTINEL) return UNKNOWN;
  if (json === null || typeof json === "boolean" || typeof json === "number" || typeof json === "string") return json;
  const decode = (item: unknown): Value => decodeWire(item, dependOn);
  if (Array.isArray(json)) return json.map(decode);
  if (typeof json !== "object") throw malformed(typeof json);
  const object = json as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(object, SIGNATURE_KEY)) return decodeSigned(object, decode, dependOn);
  return objectOf(Object.entries(object).map(([key, value]) => [key, decode(value)] as const));
};

/** Decodes the plain object of a protobuf Struct, with Pulumi's signatures, into properties. */
export const fromWire = (json: unknown): WireProperties => {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw malformed("property map");
  const dependencies = new Map<string, Set<string>>();
  const properties = objectOf(
    Object.entries(json).map(([key, value]) => {
      const urns = new Set<string>();
      const decoded = decodeWire(value, (urn) => urns.add(urn));
      if (urns.size > 0) dependencies.set(key, urns);
      return [key, decoded] as const;
    }),
  );
  return { properties, dependencies };
};

/** Returns undefined for a value to leave out. */
const encodeWire = (value: Value, options: ToWireOptions): unknown => {
  if (value instanceof Unknown) return options.keepUnknowns ? UNKNOWN_SENTINEL : undefined;
  if (value instanceof Secret) {
    const inner = encodeWire(value.value, options);
    if (!options.keepSecrets || inner === undefined) return inner;
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: inner };
  }
  if (isList(value)) return value.map((item) => encodeWire(item, options)).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (value[SIGNATURE_KEY] === RESOURCE_SIGNATURE && options.keepResources !== true) {
    return encodeWire(value["id"] ?? value["urn"] ?? null, options);
  }
  return encodeEntries(value, options);
};

const encodeEntries = (object: Properties, options: ToWireOptions): Record<string, unknown> =>
  objectOf(
    Object.entries(object)
      .map(([key, value]) => [key, encodeWire(value, options)] as const)
      .filter(([, value]) => value !== undefined),
  );

/** Encodes properties as a plain object for a protobuf Struct. */
export const toWire = (properties: Properties, options: ToWireOptions): Record<string, unknown> =>
  encodeEntries(properties, options);

/** Whether two values are equal. As in Pulumi's engine, a secret is never equal to a value that isn't secret. */
export const equalValues = (a: Value, b: Value): boolean => {
  if (a instanceof Secret || b instanceof Secret) {
    return a instanceof Secret && b instanceof Secret && equalValues(a.value, b.value);
  }
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => equalValues(item, b[index] ?? null));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equalValues(a[key] ?? null, b[key] ?? null))
    );
  }
  return a === b;
};

const some = (value: Value, found: (value: Value) => boolean): boolean => {
  if (found(value)) return true;
  if (value instanceof Secret) return some(value.value, found);
  if (isList(value)) return value.some((item) => some(item, found));
  return isObject(value) && Object.values(value).some((item) => some(item, found));
};

/** Whether the value contains a secret. */
export const containsSecret = (value: Value): boolean => some(value, (item) => item instanceof Secret);

/** Whether the value contains an unknown value. */
export const containsUnknown = (value: Value): boolean => some(value, (item) => item instanceof Unknown);
