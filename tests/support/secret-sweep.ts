import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { cutForms, formsOf } from "./secret-forms.js";

/** Text in which no secret may be, with a name for the report. */
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

/** The Pulumi CLI's logs are compressed; the one of a run that was killed has no end. */
const unpacked = ({ name, content }: Place): Place[] =>
  content.subarray(0, GZIP.length).equals(GZIP)
    ? [{ name: `${name}, unpacked`, content: gunzipSync(content, { finishFlush: constants.Z_SYNC_FLUSH }) }]
    : [];

/** Every file below a folder; what is compressed also unpacked. */
export const filesBelow = (folder: string): Place[] =>
  pathsBelow(folder).flatMap((path) => {
    const place = { name: path, content: readFileSync(path) };
    return [place, ...unpacked(place)];
  });

/**
 * How a secret is looked for: a random one also by each of its pieces, a word in any letter case and cut short, a date
 * outside of Pulumi's own time stamps alone.
 */
export interface Secret {
  readonly value: string;
  readonly kind: "random" | "word" | "whole" | "date";
}

/** A shorter piece of random characters could be there by chance. */
const PIECE_BYTES = 12;
/** Words are chosen so that nothing else has so many of their characters in a row. */
const WORD_PIECE_CHARACTERS = 6;
const SHORTEST_SECRET = 8;

interface Piece {
  readonly text: string;
  /** What it is a piece of. */
  readonly label: string;
}

/** Every piece of every form of the random secrets. */
interface Pieces {
  /** The first four bytes of each, as a number: most places hold none of these. */
  readonly beginnings: ReadonlySet<number>;
  /** By their first bytes. */
  readonly pieces: ReadonlyMap<string, readonly Piece[]>;
}

/** As many bytes as a piece has in plain, or what they have become in a form that makes a character longer. */
const pieceWidth = (form: string, value: string): number =>
  Math.max(PIECE_BYTES, Math.min(form.length, Math.ceil((PIECE_BYTES * form.length) / (2 * value.length))));

const piecesOf = (secrets: readonly (readonly [string, Secret])[]): Pieces => {
  const beginnings = new Set<number>();
  const pieces = new Map<string, Piece[]>();
  for (const [name, { value }] of secrets) {
    for (const [form, encoding] of formsOf(value)) {
      const width = pieceWidth(form, value);
      for (let start = 0; start + width <= form.length; start += 1) {
        const text = form.slice(start, start + width);
        const beginning = text.slice(0, PIECE_BYTES);
        const known = pieces.get(beginning) ?? [];
        if (known.some((piece) => text.startsWith(piece.text))) continue;
        pieces.set(beginning, [...known, { text, label: `${name}|${encoding}` }]);
        beginnings.add(Buffer.from(beginning, "latin1").readUInt32BE());
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
    for (const { text, label } of pieces.get(content.toString("latin1", start, start + PIECE_BYTES)) ?? []) {
      if (content.toString("latin1", start, start + text.length) === text) found.add(label);
    }
  }
  return found;
};

/** Pulumi says in the clear when it made and changed what; a date can be inferred from that (SECURITY.md). */
const withoutTimeStamps = (content: Buffer): Buffer =>
  Buffer.from(
    content.toString("latin1").replaceAll(/(\\?"(?:created|modified|time)\\?": ?\\?")[^"\\]*/g, "$1"),
    "latin1",
  );

/** The names of the forms in which a secret stands in a place. */
type Finder = (place: { readonly content: Buffer; readonly timeless: Buffer; readonly lower: string }) => string[];

const finderOf = ({ value, kind }: Secret): Finder => {
  // What stands under one name last counts: as it was given, a secret goes before its other letter cases.
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

/** All that a search needs of its secrets. */
interface Search {
  readonly pieces: Pieces;
  readonly finders: readonly { readonly name: string; readonly find: Finder }[];
  readonly kinds: ReadonlySet<Secret["kind"]>;
}

const prepare = (secrets: readonly (readonly [string, Secret])[]): Search => {
  const short = secrets.find(([, { value }]) => value.length < SHORTEST_SECRET);
  if (short !== undefined) throw new Error(`${short[0]} is too short to look for`);
  const others = secrets.filter(([, { kind, value }]) => kind !== "random" || value.length < PIECE_BYTES);
  return {
    pieces: piecesOf(secrets.filter(([, { kind }]) => kind === "random")),
    finders: others.map(([name, secret]) => ({ name, find: finderOf(secret) })),
    kinds: new Set(others.map(([, { kind }]) => kind)),
  };
};

/** The last search, for whoever looks for the same secrets in one place after the other. */
let last: { readonly key: string; readonly search: Search } | undefined;

const searchFor = (secrets: readonly (readonly [string, Secret])[]): Search => {
  const key = JSON.stringify(secrets);
  if (last?.key !== key) last = { key, search: prepare(secrets) };
  return last.search;
};

/** Where which secret was found, told without the secret itself. A secret that is given as a text is looked for whole. */
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
