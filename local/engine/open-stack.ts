import { version } from "@pulumi/pulumi/version.js";
import { type Snapshot, decodeDeployment, deploymentSalt, encodeDeployment } from "./deployment.js";
import { type Crypter, createCrypter, openCrypter } from "./passphrase.js";
import type { Project } from "./project.js";
import { type StackConfig, readStackFile } from "./stack-config.js";
import { openStateStore } from "./state-store.js";
import { refuseUnsupportedState } from "./supported-state.js";

export interface OpenStackOptions {
  readonly project: Project;
  readonly stack: string;
  readonly stateFolder: string;
  readonly passphrase: string;
}

/** A stack with its configuration and its state, as far as it has been kept. */
export interface Stack {
  readonly config: StackConfig;
  readonly snapshot: Snapshot;
  readonly save: (snapshot: Snapshot) => Promise<void>;
}

const EMPTY: Snapshot = { manifest: { time: "", version: "" }, resources: [], pendingOperations: [] };

/** Opens a stack; its configuration and its state may have been encrypted under different salts. */
export const openStack = async ({ project, stack, stateFolder, passphrase }: OpenStackOptions): Promise<Stack> => {
  const store = openStateStore({ folder: stateFolder, project: project.name, stack });
  const stackFile = await readStackFile(project, stack);
  const stored = await store.read();
  const configSalt = stackFile.encryptionSalt;
  const stateSalt = stored === undefined ? undefined : deploymentSalt(stored);
  const salts = [...new Set([configSalt, stateSalt].flatMap((salt) => salt ?? []))];
  const crypters = new Map<string, Crypter>();
  for (const salt of salts) crypters.set(salt, await openCrypter(salt, passphrase));
  const fallback = [...crypters.values()][0] ?? (await createCrypter(passphrase));
  const crypterOf = (salt: string | undefined): Crypter => crypters.get(salt ?? "") ?? fallback;
  const stateCrypter = crypterOf(stateSalt);
  const snapshot = stored === undefined ? EMPTY : decodeDeployment(stored, stateCrypter);
  refuseUnsupportedState(snapshot);
  return {
    config: stackFile.config(crypterOf(configSalt)),
    snapshot,
    save: (next) => {
      const manifest = { time: new Date().toISOString(), version: `v${version}` };
      return store.write(encodeDeployment({ ...next, manifest }, stateCrypter));
    },
  };
};
