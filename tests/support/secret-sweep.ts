import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { formsOf } from "./secret-forms.js";

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

/** Every file below a folder. */
export const filesBelow = (folder: string): Place[] =>
  pathsBelow(folder).map((path) => ({ name: path, content: readFileSync(path) }));

/**
 * How a secret is looked for: a random one also by each of its pieces, a date outside of Pulumi's own time stamps alone.
 */
export interface Secret {
  readonly value: string;
  readonly kind: "random" | "whole" | "date";
}

/** A shorter piece could be there by chance. */
const PIECE_BYTES = 12;
const SHORTEST_SECRET = 8;

/** Every piece of every form of the random secrets, with what it is a piece of. */
interface Pieces {
  /** The first four bytes of each, as a number: most places hold none of these. */
  readonly beginnings: ReadonlySet<number>;
  readonly labels: ReadonlyMap<string, string>;
}

const piecesOf = (secrets: readonly (readonly [string, Secret])[]): Pieces => {
  const beginnings = new Set<number>();
  const labels = new Map<string, string>();
  for (const [name, { value }] of secrets) {
    for (const [form, encoding] of formsOf(value)) {
      for (let start = 0; start + PIECE_BYTES <= form.length; start += 1) {
        const piece = form.slice(start, start + PIECE_BYTES);
        if (labels.has(piece)) continue;
        labels.set(piece, `${name}|${encoding}`);
        beginnings.add(Buffer.from(piece, "latin1").readUInt32BE());
      }
    }
  }
  return { beginnings, labels };
};

const labelsIn = (content: Buffer, { beginnings, labels }: Pieces): Set<string> => {
  const found = new Set<string>();
  let beginning = 0;
  for (let index = 0; index < content.length; index += 1) {
    beginning = ((beginning << 8) | (content[index] ?? 0)) >>> 0;
    if (!beginnings.has(beginning) || index < 3) continue;
    const label = labels.get(content.toString("latin1", index - 3, index - 3 + PIECE_BYTES));
    if (label !== undefined) found.add(label);
  }
  return found;
};

/** Pulumi says in the clear when it made and changed what; a date can be inferred from that (SECURITY.md). */
const withoutTimeStamps = (content: Buffer): Buffer =>
  Buffer.from(
    content.toString("latin1").replaceAll(/(\\?"(?:created|modified|time)\\?": ?\\?")[^"\\]*/g, "$1"),
    "latin1",
  );

const wholeIn = (content: Buffer, name: string, { value }: Secret): string[] =>
  [...formsOf(value)].flatMap(([form, encoding]) =>
    content.includes(form, 0, "latin1") ? [`${name}|${encoding}`] : [],
  );

/** Where which secret was found, told without the secret itself. A secret that is given as a text is looked for whole. */
export const findSecrets = (places: readonly Place[], secrets: Readonly<Record<string, Secret | string>>): string[] => {
  const entries = Object.entries(secrets).map(([name, secret]): [string, Secret] =>
    typeof secret === "string" ? [name, { value: secret, kind: "whole" }] : [name, secret],
  );
  const short = entries.find(([, { value }]) => value.length < SHORTEST_SECRET);
  if (short !== undefined) throw new Error(`${short[0]} is too short to look for`);
  const pieces = piecesOf(entries.filter(([, { kind }]) => kind === "random"));
  const others = entries.filter(([, { kind, value }]) => kind !== "random" || value.length < PIECE_BYTES);

  return places.flatMap((place) => {
    const found = labelsIn(place.content, pieces);
    const timeless = others.some(([, { kind }]) => kind === "date") ? withoutTimeStamps(place.content) : place.content;
    for (const [name, secret] of others) {
      const content = secret.kind === "date" ? timeless : place.content;
      for (const label of wholeIn(content, name, secret)) found.add(label);
    }
    return [...found].map((label) => {
      const end = label.lastIndexOf("|");
      return `${label.slice(0, end)} in ${place.name} (${label.slice(end + 1)})`;
    });
  });
};
