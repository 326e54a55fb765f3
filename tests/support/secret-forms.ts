/** The base64 forms of a secret inside a longer text: three alignments, without the characters at the ends. */
const base64Forms = (bytes: Buffer, encoding: "base64" | "base64url"): string[] =>
  [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replaceAll("=", "");
    return shifted.slice(shift === 0 ? 0 : shift + 1, shifted.length - 1);
  });

/** JSON as Go writes it: Go escapes more characters than JavaScript. */
const goJson = (json: string): string =>
  json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const utf16 = (secret: string): Buffer => Buffer.from(secret, "utf16le");

const NAMED_ENTITIES: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

const hexOf = (character: string): string => character.charCodeAt(0).toString(16);

/** HTML as different servers write it: they escape different characters, in different ways. */
const htmlForms = (secret: string): string[] => {
  const named = secret.replace(/[&<>"]/g, (character) => `&${NAMED_ENTITIES[character] ?? ""};`);
  const beyondLetters = /[^\p{L}\p{N}]/gu;
  return [
    named,
    named.replaceAll("'", "&#39;"),
    named.replaceAll("'", "&#x27;"),
    secret.replace(/[&<>"']/g, (character) => `&${NAMED_ENTITIES[character] ?? ""};`),
    secret.replace(/[&<>"'+=/`]/g, (character) => `&#${character.charCodeAt(0)};`),
    secret.replace(/[&<>"'+=/`]/g, (character) => `&#x${hexOf(character).toUpperCase()};`),
    secret.replace(beyondLetters, (character) => `&#${character.charCodeAt(0)};`),
    secret.replace(beyondLetters, (character) => `&#x${hexOf(character)};`),
  ];
};

const percentEncoded = (bytes: Buffer): string =>
  bytes
    .toString("hex")
    .toUpperCase()
    .replaceAll(/../g, (code) => `%${code}`);

const lowerCaseCodes = (text: string): string => text.replaceAll(/%../g, (code) => code.toLowerCase());

/** The forms in which a secret may appear, with their names. Each is a latin1 string of its bytes. */
export const formsOf = (secret: string): ReadonlyMap<string, string> => {
  const bytes = Buffer.from(secret);
  const json = escaped(secret);
  const url = encodeURIComponent(secret);
  const points = secret.replaceAll(/[^]/g, (character) => `\\u${hexOf(character).padStart(4, "0")}`);
  const forms: (readonly [string, string])[] = [
    [secret, "plain"],
    [secret.toUpperCase(), "upper case"],
    [secret.toLowerCase(), "lower case"],
    [json, "JSON"],
    [escaped(json), "JSON within JSON"],
    [escaped(escaped(json)), "JSON within JSON"],
    [json.replaceAll("\\", "\\\\"), "JSON, inspected"],
    [goJson(json), "JSON of Go"],
    [points, "JSON in code points"],
    [escaped(points), "JSON in code points"],
    [escaped(escaped(points)), "JSON in code points"],
    [url, "URL-encoded"],
    [lowerCaseCodes(url), "URL-encoded"],
    [encodeURIComponent(url), "URL-encoded twice"],
    [percentEncoded(bytes), "percent-encoded"],
    [lowerCaseCodes(percentEncoded(bytes)), "percent-encoded"],
    [new URLSearchParams({ "": secret }).toString().slice(1), "form-encoded"],
    ...htmlForms(secret).map((form) => [form, "HTML-escaped"] as const),
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

/** In these forms, a few characters of a secret may appear by chance. */
const CHANCY = new Set(["hex", "base64", "base64url"]);

/**
 * The parts of a short secret to search for, in lower case: each form is cut to pieces of this number of characters.
 * Pieces that contain another piece are left out.
 */
export const cutForms = (secret: string, characters: number): ReadonlyMap<string, string> => {
  const cut = new Map<string, string>();
  for (const [form, name] of formsOf(secret)) {
    if (CHANCY.has(name)) continue;
    const width = Math.ceil((characters * form.length) / secret.length);
    for (let start = 0; start + width <= form.length; start += 1) {
      const piece = form.slice(start, start + width).toLowerCase();
      if (![...cut.keys()].some((known) => piece.includes(known))) cut.set(piece, name);
    }
  }
  return cut;
};
