/** Base64 of the secret wherever it stands in a longer text: its three alignments, less the characters at the ends. */
const base64Forms = (bytes: Buffer, encoding: "base64" | "base64url"): string[] =>
  [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replaceAll("=", "");
    return shifted.slice(shift === 0 ? 0 : shift + 1, shifted.length - 1);
  });

/** JSON as Go writes it, which escapes some characters that JavaScript does not. */
const goJson = (json: string): string =>
  json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const utf16 = (secret: string): Buffer => Buffer.from(secret, "utf16le");

/** The forms in which a secret might stand somewhere, as the bytes of it in latin1, each with its name. */
export const formsOf = (secret: string): ReadonlyMap<string, string> => {
  const bytes = Buffer.from(secret);
  const json = escaped(secret);
  const forms: (readonly [string, string])[] = [
    [secret, "plain"],
    [json, "JSON"],
    [escaped(json), "JSON within JSON"],
    [escaped(escaped(json)), "JSON within JSON"],
    [json.replaceAll("\\", "\\\\"), "JSON, inspected"],
    [goJson(json), "JSON of Go"],
    [encodeURIComponent(secret), "URL-encoded"],
    [encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()), "URL-encoded"],
    [new URLSearchParams({ "": secret }).toString().slice(1), "form-encoded"],
    [bytes.toString("hex"), "hex"],
    [bytes.toString("hex").toUpperCase(), "hex"],
    ...base64Forms(bytes, "base64").map((form) => [form, "base64"] as const),
    ...base64Forms(bytes, "base64url").map((form) => [form, "base64url"] as const),
  ];
  const named = new Map<string, string>();
  const add = (form: string, name: string): void => {
    if (!named.has(form)) named.set(form, name);
  };
  for (const [form, name] of forms) add(Buffer.from(form).toString("latin1"), name);
  add(utf16(secret).toString("latin1"), "UTF-16LE");
  add(utf16(secret).swap16().toString("latin1"), "UTF-16BE");
  return named;
};
