import { z } from "zod";
import { openCrypter } from "../../local/engine/state/passphrase.js";
import { type Secret } from "./secret-sweep.js";

const stateSchema = z.object({
  deployment: z.object({
    secrets_providers: z.object({ state: z.object({ salt: z.string() }) }),
    resources: z.array(z.looseObject({ type: z.string() })).default([]),
  }),
});

/** The strings in JSON data, at any depth. */
const textsIn = (json: unknown): string[] => {
  if (typeof json === "string") return [json];
  return typeof json === "object" && json !== null ? Object.values(json).flatMap(textsIn) : [];
};

const ciphertextsIn = (json: unknown): string[] => {
  if (typeof json !== "object" || json === null) return [];
  const { ciphertext } = json as { ciphertext?: unknown };
  return typeof ciphertext === "string" ? [ciphertext] : Object.values(json).flatMap(ciphertextsIn);
};

const SHORTEST = 8;
/** Pulumi's mark of a secret, which a secret within another one has, too. It's the same in every state. */
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

const kindOf = (text: string): Secret["kind"] => {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return "date";
  return /^[\w+/=-]{20,}$/.test(text) ? "random" : "whole";
};

/** The types of the resources with an encrypted value that contains the text. */
export const sealedIn = async (state: unknown, passphrase: string, text: string): Promise<string[]> => {
  const { deployment } = stateSchema.parse(state);
  const { decrypt } = await openCrypter(deployment.secrets_providers.state.salt, passphrase);
  const holds = (resource: unknown): boolean =>
    ciphertextsIn(resource).some((ciphertext) => decrypt(ciphertext).includes(text));
  return deployment.resources.filter(holds).map(({ type }) => type);
};

/** All encrypted values of a state, by their place. None of them may be anywhere in plain text. */
export const sealedValues = async (state: unknown, passphrase: string): Promise<Record<string, Secret>> => {
  const { decrypt } = await openCrypter(stateSchema.parse(state).deployment.secrets_providers.state.salt, passphrase);
  const texts = ciphertextsIn(state).flatMap((ciphertext) => textsIn(JSON.parse(decrypt(ciphertext))));
  const long = [...new Set(texts)].filter((text) => text.length >= SHORTEST && text !== SECRET_SIGNATURE);
  return Object.fromEntries(long.map((value, index) => [`sealed value ${index + 1}`, { value, kind: kindOf(value) }]));
};
