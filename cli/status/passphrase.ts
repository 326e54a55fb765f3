import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { reasonOf } from "../file-error.js";

/** Decrypts a value of a state; undefined if the value is damaged. */
export type Decrypt = (ciphertext: string) => string | undefined;

// The format of Pulumi's passphrase secrets provider: PBKDF2, then AES-256-GCM with the tag after the ciphertext.
const KEY_ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CHECK_TEXT = "pulumi";

const decryptWith = (key: Buffer, ciphertext: string): string | undefined => {
  const [version, nonceText = "", sealedText = ""] = ciphertext.split(":");
  const nonce = Buffer.from(nonceText, "base64");
  const sealed = Buffer.from(sealedText, "base64");
  if (version !== "v1" || nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
};

/** @throws Error if the salt isn't in Pulumi's format, or the passphrase is wrong */
export const openWithPassphrase = async (salt: string, passphrase: string): Promise<Decrypt> => {
  const [, version, saltText, check] = /^(v1):([^:]+):(v1:.+)$/.exec(salt) ?? [];
  if (version === undefined || saltText === undefined || check === undefined) {
    throw new Error("its encryption salt isn't in the format of Pulumi's passphrase secrets provider");
  }
  const saltBytes = Buffer.from(saltText, "base64");
  const key = await promisify(pbkdf2)(passphrase, saltBytes, KEY_ITERATIONS, KEY_BYTES, "sha256");
  if (decryptWith(key, check) !== CHECK_TEXT) throw new Error("the passphrase doesn't belong to this state");
  return (ciphertext) => decryptWith(key, ciphertext);
};

/** Reads the passphrase from the same environment variables as the Pulumi CLI. It may be empty. */
export const readPassphrase = async (env: Readonly<Record<string, string | undefined>>): Promise<string> => {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file = "" } = env;
  if (passphrase !== undefined) return passphrase;
  if (file === "") {
    throw new Error(
      "it is encrypted with a passphrase: set PULUMI_CONFIG_PASSPHRASE, or set PULUMI_CONFIG_PASSPHRASE_FILE to the path " +
        "of a file with the passphrase",
    );
  }
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    throw new Error(`the file in PULUMI_CONFIG_PASSPHRASE_FILE cannot be read: ${reasonOf(error)}`);
  }
};
