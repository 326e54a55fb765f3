import { decodeDeployment, deploymentSalt, type Snapshot } from "./deployment.js";
import { type Crypter, createCrypter, openCrypter } from "./passphrase.js";
import type { StackFile } from "../project/stack-config.js";

/** What is stored of a stack, opened with its passphrase. */
export interface StoredStack {
  /** Encrypts what is stored from now on. */
  readonly crypter: Crypter;
  /** The last state; `undefined` for a stack that has none yet. */
  readonly snapshot: Snapshot | undefined;
}

/**
 * Opens a stack: the salt of its file, else that of its state, else a new one.
 * The file is given that salt where it had none, but not saved: a preview leaves no trace.
 */
export const openStoredStack = async (
  stackFile: StackFile,
  state: unknown,
  passphrase: string,
): Promise<StoredStack> => {
  const stateSalt = state === undefined ? undefined : deploymentSalt(state);
  const salt = stackFile.encryptionSalt ?? stateSalt;
  const crypter = salt === undefined ? await createCrypter(passphrase) : await openCrypter(salt, passphrase);
  if (stackFile.encryptionSalt === undefined) stackFile.setEncryptionSalt(crypter.salt);
  if (state === undefined) return { crypter, snapshot: undefined };
  // A state from elsewhere has its own salt until it is written here.
  const stateCrypter =
    stateSalt === undefined || stateSalt === crypter.salt ? crypter : await openCrypter(stateSalt, passphrase);
  return { crypter, snapshot: decodeDeployment(state, stateCrypter) };
};
