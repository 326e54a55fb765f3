import { type Crypter, createCrypter } from "../../../local/engine/state/passphrase.js";

const crypters = new Map<string, Promise<Crypter>>();

/** One salt for all new stacks of a worker with the same passphrase: its key is slow to derive. */
export const stackCrypter = (passphrase: string): Promise<Crypter> => {
  const known = crypters.get(passphrase) ?? createCrypter(passphrase);
  crypters.set(passphrase, known);
  return known;
};
