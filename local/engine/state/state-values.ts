import { EngineError } from "../errors.js";
import { isNestedTooDeep } from "./nesting.js";
import {
  isList,
  isObject,
  objectOf,
  type Properties,
  RESOURCE_SIGNATURE,
  resourceReference,
  Secret,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
  Unknown,
  UNKNOWN,
  UNKNOWN_SENTINEL,
  unsupportedSignature,
  type Value,
} from "../values/values.js";
import { readJson } from "../../json-text.js";

/** Encrypts and decrypts secrets in a state. `text` is the JSON of the value, `place` its position in the state. */
export interface SecretCodec {
  readonly seal: (text: string, place: string) => Readonly<Record<string, string>>;
  readonly open: (sealed: Readonly<Record<string, unknown>>, place: string) => string;
  /** Called for each decrypted secret, with the text that `seal` would get for it. */
  readonly opened?: (text: string, sealed: Readonly<Record<string, unknown>>, place: string) => void;
}

const FLOAT_SIGNATURE = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";

/** A secret is encrypted as a whole: a secret inside it is only marked, not encrypted again, as in Pulumi's states. */
const innerCodec: SecretCodec = {
  seal: (text) => ({ ciphertext: text }),
  open: (sealed) => String(sealed["ciphertext"] ?? sealed["plaintext"]),
};

const malformed = (what: string, place: string): EngineError =>
  new EngineError("ERR_ENGINE_STATE", `The state is damaged: malformed ${what} at ${place}`);

const encodeNumber = (value: number): unknown => {
  if (Number.isFinite(value)) return value;
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return { [SIGNATURE_KEY]: FLOAT_SIGNATURE, value: bytes.toString("hex") };
};

const decodeNumber = (hex: unknown, place: string): number => {
  if (typeof hex !== "string" || !/^[0-9a-f]{16}$/i.test(hex)) throw malformed("number", place);
  return Buffer.from(hex, "hex").readDoubleBE();
};

/** Encodes a value as the JSON of a state. */
export const encodeStateValue = (value: Value, codec: SecretCodec, place: string): unknown => {
  if (value instanceof Unknown) return UNKNOWN_SENTINEL;
  if (value instanceof Secret) {
    const text = JSON.stringify(encodeStateValue(value.value, innerCodec, place));
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, ...codec.seal(text, place) };
  }
  if (typeof value === "number") return encodeNumber(value);
  if (isList(value)) return value.map((item, index) => encodeStateValue(item, codec, `${place}[${index}]`));
  if (!isObject(value)) return value;
  if (value[SIGNATURE_KEY] !== RESOURCE_SIGNATURE) return encodeStateProperties(value, codec, place);
  const id = value["id"];
  return {
    [SIGNATURE_KEY]: RESOURCE_SIGNATURE,
    ...(id === undefined ? {} : { id: typeof id === "string" ? id : "" }),
    packageVersion: value["packageVersion"] ?? "",
    urn: value["urn"],
  };
};

/** Encodes properties as the JSON of a state, with sorted keys as in Pulumi's states. */
export const encodeStateProperties = (
  properties: Properties,
  codec: SecretCodec,
  place: string,
): Record<string, unknown> =>
  objectOf(
    Object.entries(properties)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, encodeStateValue(value, codec, `${place}.${key}`)] as const),
  );

const decodeSecret = (sealed: Readonly<Record<string, unknown>>, codec: SecretCodec, place: string): Secret => {
  const { ciphertext, plaintext } = sealed;
  if (typeof ciphertext === typeof plaintext || ![ciphertext, plaintext].some((text) => typeof text === "string")) {
    throw malformed("secret", place);
  }
  const text = codec.open(sealed, place);
  const json = readJson(text);
  if (json === undefined || isNestedTooDeep(json)) throw malformed("secret", place);
  const secret = new Secret(decodeStateValue(json, innerCodec, place));
  codec.opened?.(JSON.stringify(encodeStateValue(secret.value, innerCodec, place)), sealed, place);
  return secret;
};

const decodeSigned = (object: Readonly<Record<string, unknown>>, codec: SecretCodec, place: string): Value => {
  switch (object[SIGNATURE_KEY]) {
    case SECRET_SIGNATURE:
      return decodeSecret(object, codec, place);
    case RESOURCE_SIGNATURE:
      return resourceReference(object, (json) => decodeStateValue(json, codec, place));
    case FLOAT_SIGNATURE:
      return decodeNumber(object["value"], place);
    default:
      throw unsupportedSignature(object[SIGNATURE_KEY]);
  }
};

/** Decodes a value from the JSON of a state. */
export const decodeStateValue = (json: unknown, codec: SecretCodec, place: string): Value => {
  if (json === UNKNOWN_SENTINEL) return UNKNOWN;
  if (json === null || typeof json === "boolean" || typeof json === "number" || typeof json === "string") return json;
  if (Array.isArray(json)) return json.map((item, index) => decodeStateValue(item, codec, `${place}[${index}]`));
  if (typeof json !== "object") throw malformed("value", place);
  const object = json as Readonly<Record<string, unknown>>;
  return Object.hasOwn(object, SIGNATURE_KEY)
    ? decodeSigned(object, codec, place)
    : decodeStateProperties(object, codec, place);
};

/** Decodes properties from the JSON of a state. */
export const decodeStateProperties = (json: unknown, codec: SecretCodec, place: string): Properties => {
  if (json === undefined || json === null) return objectOf([]);
  if (typeof json !== "object" || Array.isArray(json)) throw malformed("property map", place);
  return objectOf(
    Object.entries(json).map(([key, value]) => [key, decodeStateValue(value, codec, `${place}.${key}`)] as const),
  );
};
