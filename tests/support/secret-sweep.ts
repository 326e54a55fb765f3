import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Text in which no secret may be, with a name for the report. */
export interface Place {
  readonly name: string;
  readonly content: Buffer;
}

/** Base64 of the secret wherever it stands in a longer text: its three alignments, less the characters at the ends. */
const base64Forms = (bytes: Buffer, encoding: "base64" | "base64url"): string[] =>
  [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replaceAll("=", "");
    return shifted.slice(shift === 0 ? 0 : shift + 1, shifted.length - 1);
  });

/** The forms in which a secret might stand in a file. */
const formsOf = (secret: string): Map<string, string> => {
  const bytes = Buffer.from(secret);
  return new Map([
    [secret, "plain"],
    [JSON.stringify(secret).slice(1, -1), "JSON"],
    [encodeURIComponent(secret), "URL-encoded"],
    [bytes.toString("hex"), "hex"],
    ...base64Forms(bytes, "base64url").map((form): [string, string] => [form, "base64url"]),
    ...base64Forms(bytes, "base64").map((form): [string, string] => [form, "base64"]),
  ]);
};

/** Where which secret was found, told without the secret itself. */
export const findSecrets = (places: readonly Place[], secrets: Readonly<Record<string, string>>): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => {
    if (secret.length < 8) throw new Error(`${name} is too short to look for`);
    return [...formsOf(secret)].flatMap(([form, encoding]) =>
      places.filter(({ content }) => content.includes(form)).map((place) => `${name} in ${place.name} (${encoding})`),
    );
  });

/** Every file below a folder. */
export const filesBelow = (folder: string): Place[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ name: path, content: readFileSync(path) }));

export const textPlace = (name: string, text: string): Place => ({ name, content: Buffer.from(text) });
