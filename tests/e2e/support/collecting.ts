import { type Platform } from "../../../local/platform/server.js";
import { type Secret } from "../../support/secret-sweep.js";
import { type Run, type RunOptions, type Stack } from "./engine.js";

/** Adds the keys that the organizations hold now, and when they end, to the secrets. A value is looked for once. */
export const addKeys = (secrets: Record<string, Secret>, platform: Platform): void => {
  const values = new Set(Object.values(secrets).map(({ value }) => value));
  const add = (name: string, secret: Secret): void => {
    if (!values.has(secret.value)) secrets[name] = secret;
    values.add(secret.value);
  };
  for (const organizationId of new Set(platform.journal.map((entry) => entry.organizationId))) {
    for (const kind of ["sharedSecret", "oAuthClientCredentials"] as const) {
      const held = organizationId === undefined ? undefined : platform.currentKey(organizationId, kind);
      if (held === undefined) continue;
      const { keyId, key, expirationDate } = held;
      // An organization can have one key after the other, so the name tells which.
      const name = `${kind} of ${organizationId ?? ""}, as of request ${platform.journal.length}:`;
      add(`${name} keyId`, { value: keyId, kind: "random" });
      add(`${name} key`, { value: key, kind: "random" });
      add(`${name} expirationDate`, { value: expirationDate.toISOString().slice(0, 19), kind: "date" });
    }
    const encryptionKey = organizationId === undefined ? undefined : platform.currentEncryptionKey(organizationId);
    if (encryptionKey === undefined) continue;
    const { keyId, expirationDate } = encryptionKey;
    secrets[`encryption key ${keyId}: keyId`] = { value: keyId, kind: "random" };
    secrets[`encryption key ${keyId}: expirationDate`] = {
      value: expirationDate.toISOString().slice(0, 19),
      kind: "date",
    };
  }
};

/** Text without words in it is looked for piece by piece. */
export const secretOf = (value: string): Secret => ({ value, kind: /^[\w+/=-]+$/.test(value) ? "random" : "whole" });

const CREDENTIAL_VARIABLE = /^CYBERSOURCE_.*(?:SECRET_KEY|P12|PASSWORD)$/;

/** What every run leaves behind that is looked through, and the keys that were there after it. */
export interface Collected {
  readonly outputs: string[];
  /** Variables of the environment that the test gave: all processes of the engine inherit them. */
  readonly variables: Set<string>;
  readonly secrets: Record<string, Secret>;
}

export const collecting = (stack: Stack, platform: Platform, { outputs, variables, secrets }: Collected): Stack => {
  const keep = async (options: RunOptions | undefined, running: Promise<Run>): Promise<Run> => {
    for (const [name, value] of Object.entries(options?.environment ?? {})) {
      variables.add(name);
      if (CREDENTIAL_VARIABLE.test(name)) secrets[name] = secretOf(value);
    }
    const run = await running;
    outputs.push(run.output);
    addKeys(secrets, platform);
    return run;
  };
  return {
    ...stack,
    preview: (options) => keep(options, stack.preview(options)),
    up: (options) => keep(options, stack.up(options)),
    refresh: (options) => keep(options, stack.refresh(options)),
    destroy: (options) => keep(options, stack.destroy(options)),
    setConfig: (key, config) => {
      if (config.secret === true) secrets[key] = secretOf(config.value);
      return stack.setConfig(key, config);
    },
    exportState: async () => {
      const state = await stack.exportState();
      outputs.push(JSON.stringify(state));
      return state;
    },
  };
};
