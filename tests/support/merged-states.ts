import { z } from "zod";
import { type Crypter, openCrypter } from "../../local/engine/state/passphrase.js";
import { type ExportedResource, type ExportedState, PASSPHRASE } from "../e2e/support/engine.js";
import { readJson, type RecordedState } from "./recorded-states.js";

const SECRET_SIGNATURE = "4dabf18193072939515e22adb298388d";
const saltSchema = z.object({
  deployment: z.object({ secrets_providers: z.object({ state: z.object({ salt: z.string() }) }) }),
});
const platformSchema = z.object({ subscriptions: z.array(z.unknown()) });

/**
 * The text of a program or a state with names of its own, so that one stack can hold several: those of the resources and of
 * the organizations. Nothing else differs.
 */
const rename = (text: string, { name }: RecordedState): string => {
  const suffix = name.replaceAll(/[./]/g, "-");
  return text
    .replaceAll(/(?<=::|\("|"scenario-dev-)(orders|adopted|receiver)(?=\\?")/g, `$1-${suffix}`)
    .replaceAll(/(?<=")(recorded2?)(?=\\?"|\/)/g, `$1-${suffix}`);
};

/** One program of those of recorded states. */
export const mergePrograms = (states: readonly RecordedState[]): string =>
  states.map((recorded) => `{${rename(recorded.program, recorded)}}`).join("\n");

/** A state of the local platform with the subscriptions of recorded states. */
export const mergePlatforms = (states: readonly RecordedState[]): unknown => {
  const subscriptions = states.flatMap((recorded) => {
    if (recorded.platformFile === undefined) return [];
    const text = JSON.stringify(readJson(recorded.platformFile));
    return platformSchema.parse(JSON.parse(rename(text, recorded))).subscriptions;
  });
  return { version: 1, keys: [], subscriptions };
};

/** JSON data with every ciphertext replaced. */
const reseal = (json: unknown, replace: (ciphertext: string) => string): unknown => {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map((item) => reseal(item, replace));
  const isSecret = SECRET_SIGNATURE in json && "ciphertext" in json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      isSecret && key === "ciphertext" ? replace(String(value)) : reseal(value, replace),
    ]),
  );
};

const PROVIDER = /(?<=::pulumi:providers:pulumi-nodejs::default::)[\w-]+/g;

/**
 * One state with the resources of several exported ones, which share a stack and a provider, encrypted with the salt of the
 * first.
 */
export const mergeStates = async (
  states: readonly { readonly recorded: RecordedState; readonly exported: ExportedState }[],
): Promise<ExportedState> => {
  const [first] = states;
  if (first === undefined) throw new Error("No states");
  const crypterOf = (state: ExportedState): Promise<Crypter> =>
    openCrypter(saltSchema.parse(state).deployment.secrets_providers.state.salt, PASSPHRASE);
  const { encrypt } = await crypterOf(first.exported);
  const provider = first.exported.deployment.resources?.find(({ type }) => type === "pulumi:providers:pulumi-nodejs");
  const resources = new Map<string, ExportedResource>();
  for (const { recorded, exported } of states) {
    const { decrypt } = await crypterOf(exported);
    const text = rename(JSON.stringify(exported), recorded).replaceAll(PROVIDER, provider?.id ?? "");
    const { deployment } = JSON.parse(text) as ExportedState;
    for (const resource of deployment.resources ?? []) {
      if (resources.has(resource.urn)) continue;
      const sealed = reseal(resource, (ciphertext) => encrypt(rename(decrypt(ciphertext), recorded)));
      resources.set(resource.urn, sealed as ExportedResource);
    }
  }
  return { ...first.exported, deployment: { ...first.exported.deployment, resources: [...resources.values()] } };
};
