import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { EngineError } from "../errors.js";
import { systemErrorCode } from "../../system-error.js";

/** Encrypts and decrypts the secrets of a stack, as Pulumi's passphrase secrets provider does. */
export interface Crypter {
  /** The salt and an encrypted check value, with which a state or a stack file recognizes the passphrase. */
  readonly salt: string;
  readonly encrypt: (plaintext: string) => string;
  readonly decrypt: (ciphertext: string) => string;
}

const KEY_ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CHECK_TEXT = "pulumi";
const BASE64 = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?";
const CIPHERTEXT = new RegExp(`^v1:(${BASE64}):(${BASE64})$`);
const SALT = new RegExp(`^v1:(${BASE64}):(v1:${BASE64}:${BASE64})$`);

/** The keys that this process has derived: a run needs the same key for the stack file and for the state. */
const derived = new Map<string, Promise<Buffer>>();

/** Derives a key. Takes a tenth of a second on purpose, to make guessing passphrases slow. */
const deriveKey = (passphrase: string, salt: Buffer): Promise<Buffer> => {
  const name = `${salt.toString("base64")}:${passphrase}`;
  const known = derived.get(name);
  if (known !== undefined) return known;
  const key = promisify(pbkdf2)(passphrase, salt, KEY_ITERATIONS, KEY_BYTES, "sha256");
  derived.set(name, key);
  return key;
};

const encryptWith = (key: Buffer, plaintext: string): string => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
};

const decryptionError = (): EngineError =>
  new EngineError("ERR_ENGINE_PASSPHRASE", "An encrypted value is damaged, or was encrypted with another passphrase");

const decryptWith = (key: Buffer, ciphertext: string): string => {
  const [, nonceText = "", sealedText = ""] = CIPHERTEXT.exec(ciphertext) ?? [];
  const nonce = Buffer.from(nonceText, "base64");
  const sealed = Buffer.from(sealedText, "base64");
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) throw decryptionError();
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    // Without a cause: the cipher's error adds nothing, and errors about secrets never have one.
    throw decryptionError();
  }
};

const crypterOf = (salt: string, key: Buffer): Crypter => ({
  salt,
  encrypt: (plaintext) => encryptWith(key, plaintext),
  decrypt: (ciphertext) => decryptWith(key, ciphertext),
});

/** Creates the crypter of a new stack, with a random salt. */
export const createCrypter = async (passphrase: string): Promise<Crypter> => {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveKey(passphrase, salt);
  return crypterOf(`v1:${salt.toString("base64")}:${encryptWith(key, CHECK_TEXT)}`, key);
};

/** Opens the crypter of an existing stack. Rejects a wrong passphrase. */
export const openCrypter = async (salt: string, passphrase: string): Promise<Crypter> => {
  const [, saltText, check] = SALT.exec(salt) ?? [];
  if (saltText === undefined || check === undefined) {
    throw new EngineError(
      "ERR_ENGINE_PASSPHRASE",
      "The encryption salt is not in the format of Pulumi's passphrase secrets provider",
    );
  }
  const key = await deriveKey(passphrase, Buffer.from(saltText, "base64"));
  try {
    if (decryptWith(key, check) === CHECK_TEXT) return crypterOf(salt, key);
  } catch {
    // A check value that can't be decrypted means the same as a wrong one: see below.
  }
  throw new EngineError("ERR_ENGINE_PASSPHRASE", "Incorrect passphrase");
};

const readPassphraseFile = (file: string): string => {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const reason = systemErrorCode(error) ?? "unknown error";
    throw new EngineError("ERR_ENGINE_PASSPHRASE", `Cannot read PULUMI_CONFIG_PASSPHRASE_FILE (${file}): ${reason}`);
  }
};

/** Reads the passphrase as the Pulumi CLI does. An empty PULUMI_CONFIG_PASSPHRASE means an empty passphrase. */
export const readPassphrase = (env: Readonly<Record<string, string | undefined>>): string => {
  if (env["PULUMI_CONFIG_PASSPHRASE"] !== undefined) return env["PULUMI_CONFIG_PASSPHRASE"];
  const file = env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (file !== undefined && file !== "") return readPassphraseFile(file);
  throw new EngineError(
    "ERR_ENGINE_PASSPHRASE",
    "No passphrase: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to the path of a file that holds it",
  );
};
