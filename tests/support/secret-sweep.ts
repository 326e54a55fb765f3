import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { cutForms, formsOf } from "./secret-forms.js";

/** Content that must not contain a secret, with a name for the report. */
export interface Place {
  readonly name: string;
  readonly content: Buffer;
}

export const textPlace = (name: string, text: string): Place => ({ name, content: Buffer.from(text) });

export const pathsBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());

const GZIP = Buffer.from([0x1f, 0x8b]);

/** Decompresses the Pulumi CLI's logs. The log of a killed run is incomplete. */
const unpacked = ({ name, content }: Place): Place[] =>
  content.subarray(0, GZIP.length).equals(GZIP)
    ? [{ name: `${name}, unpacked`, content: gunzipSync(content, { finishFlush: constants.Z_SYNC_FLUSH }) }]
    : [];

/** All files below a folder. Compressed files are also decompressed. */
export const filesBelow = (folder: string): Place[] =>
  pathsBelow(folder).flatMap((path) => {
    const place = { name: path, content: readFileSync(path) };
    return [place, ...unpacked(place)];
  });

/**
 * How to search for a secret: a random one also by its pieces, a word in any letter case and in parts, a date only
 * outside of Pulumi's own timestamps.
 */
export interface Secret {
  readonly value: string;
  readonly kind: "random" | "word" | "whole" | "date";
}

/** A shorter piece of random characters could appear by chance. */
const PIECE_BYTES = 12;
/** The words are chosen so that no other text contains this many of their characters in a row. */
const WORD_PIECE_CHARACTERS = 6;
const SHORTEST_SECRET = 8;

/** Pieces by their length and their text, with the label of the secret that each is a piece of. */
type PiecesByLength = Map<number, Map<string, string>>;

/** All pieces of all forms of the random secrets. */
interface Pieces {
  /** The first four bytes of each piece, as a number, to skip most positions quickly. */
  readonly beginnings: ReadonlySet<number>;
  /** The pieces by their first bytes. Thousands have the same where a form uses several characters for one byte. */
  readonly pieces: ReadonlyMap<string, PiecesByLength>;
}

/** The width of a piece in a form, which may use several characters for one byte. */
const pieceWidth = (form: string, value: string): number =>
  Math.max(PIECE_BYTES, Math.min(form.length, Math.ceil((PIECE_BYTES * form.length) / (2 * value.length))));

const piecesOf = (secrets: readonly (readonly [string, Secret])[]): Pieces => {
  const beginnings = new Set<number>();
  const pieces = new Map<string, PiecesByLength>();
  for (const [name, { value }] of secrets) {
    for (const [form, encoding] of formsOf(value)) {
      const width = pieceWidth(form, value);
      const label = `${name}|${encoding}`;
      const bytes = Buffer.from(form, "latin1");
      for (let start = 0; start + width <= form.length; start += 1) {
        const text = form.slice(start, start + width);
        const beginning = text.slice(0, PIECE_BYTES);
        const known = pieces.get(beginning) ?? new Map<number, Map<string, string>>();
        if ([...known].some(([length, texts]) => texts.has(text.slice(0, length)))) continue;
        known.set(width, (known.get(width) ?? new Map<string, string>()).set(text, label));
        pieces.set(beginning, known);
        beginnings.add(bytes.readUInt32BE(start));
      }
    }
  }
  return { beginnings, pieces };
};

const labelsIn = (content: Buffer, { beginnings, pieces }: Pieces): Set<string> => {
  const found = new Set<string>();
  let beginning = 0;
  for (let index = 0; index < content.length; index += 1) {
    beginning = ((beginning << 8) | (content[index] ?? 0)) >>> 0;
    if (!beginnings.has(beginning) || index < 3) continue;
    const start = index - 3;
    for (const [length, texts] of pieces.get(content.toString("latin1", start, start + PIECE_BYTES)) ?? []) {
      const label = texts.get(content.toString("latin1", start, start + length));
      if (label !== undefined) found.add(label);
    }
  }
  return found;
};

/** Removes Pulumi's plain-text timestamps, from which a date can be inferred (SECURITY.md). */
const withoutTimeStamps = (content: Buffer): Buffer =>
  Buffer.from(
    content.toString("latin1").replaceAll(/(\\?"(?:created|modified|time)\\?": ?\\?")[^"\\]*/g, "$1"),
    "latin1",
  );

/** Returns the names of the forms of a secret that a place contains. */
type Finder = (place: { readonly content: Buffer; readonly timeless: Buffer; readonly lower: string }) => string[];

const finderOf = ({ value, kind }: Secret): Finder => {
  // For equal names the last entry counts: the given letter case takes precedence.
  const cases = [value.toUpperCase(), value.toLowerCase(), value];
  const forms = [...new Map(cases.flatMap((written) => [...formsOf(written)]))];
  const pieces = kind === "word" ? [...cutForms(value, WORD_PIECE_CHARACTERS)] : [];
  return ({ content, timeless, lower }) => {
    const searched = kind === "date" ? timeless : content;
    return [
      ...forms.filter(([form]) => searched.includes(form, 0, "latin1")),
      ...pieces.filter(([piece]) => lower.includes(piece)),
    ].map(([, encoding]) => encoding);
  };
};

/** The prepared secrets of a search. */
interface Search {
  readonly pieces: Pieces;
  readonly finders: readonly { readonly name: string; readonly find: Finder }[];
  readonly kinds: ReadonlySet<Secret["kind"]>;
}

const prepare = (secrets: readonly (readonly [string, Secret])[]): Search => {
  const short = secrets.find(([, { value }]) => value.length < SHORTEST_SECRET);
  if (short !== undefined) throw new Error(`${short[0]} is too short to search for`);
  const others = secrets.filter(([, { kind, value }]) => kind !== "random" || value.length < PIECE_BYTES);
  return {
    pieces: piecesOf(secrets.filter(([, { kind }]) => kind === "random")),
    finders: others.map(([name, secret]) => ({ name, find: finderOf(secret) })),
    kinds: new Set(others.map(([, { kind }]) => kind)),
  };
};

/** The last search, for calls with the same secrets and other places. */
let last: { readonly key: string; readonly search: Search } | undefined;

const searchFor = (secrets: readonly (readonly [string, Secret])[]): Search => {
  const key = JSON.stringify(secrets);
  if (last?.key !== key) last = { key, search: prepare(secrets) };
  return last.search;
};

/**
 * Reports which secret is in which place, without the secret. A secret that is given as a string is searched as a
 * whole.
 */
export const findSecrets = (places: readonly Place[], secrets: Readonly<Record<string, Secret | string>>): string[] => {
  const { pieces, finders, kinds } = searchFor(
    Object.entries(secrets).map(([name, secret]) => [
      name,
      typeof secret === "string" ? { value: secret, kind: "whole" } : secret,
    ]),
  );
  return places.flatMap(({ name: placeName, content }) => {
    const found = labelsIn(content, pieces);
    const timeless = kinds.has("date") ? withoutTimeStamps(content) : content;
    const lower = kinds.has("word") ? content.toString("latin1").toLowerCase() : "";
    for (const { name, find } of finders) {
      for (const encoding of find({ content, timeless, lower })) found.add(`${name}|${encoding}`);
    }
    return [...found].map((label) => {
      const end = label.lastIndexOf("|");
      return `${label.slice(0, end)} in ${placeName} (${label.slice(end + 1)})`;
    });
  });
};
