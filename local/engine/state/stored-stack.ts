import { decodeDeployment, deploymentSalt, type Snapshot } from "./deployment.js";
import { type Crypter, createCrypter, openCrypter } from "./passphrase.js";
import type { StackFile } from "../project/stack-config.js";

/** The stored state of a stack, decrypted with its passphrase. */
export interface StoredStack {
  /** Encrypts the next state. */
  readonly crypter: Crypter;
  /** The last state, or undefined if the stack has none yet. */
  readonly snapshot: Snapshot | undefined;
}

/**
 * Opens a stack with the salt of its stack file, or of its state, or a new one. Sets the salt in the stack file if it
 * has none, without saving the file: a preview writes nothing.
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
  // An imported state may have another salt than the stack file.
  const stateCrypter =
    stateSalt === undefined || stateSalt === crypter.salt ? crypter : await openCrypter(stateSalt, passphrase);
  return { crypter, snapshot: decodeDeployment(state, stateCrypter) };
};
