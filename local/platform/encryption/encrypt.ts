import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from "node:crypto";
import { type EncryptionKey } from "./encryption-key.js";

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64url");

/**
 * Encrypts a text as a compact JWE to the key of a certificate (RFC 7516), with the header of deliveries: RSA-OAEP-256,
 * A256GCM, the ID that STORE returned, and the time of the signature in milliseconds. @see docs/encryption.md
 */
export const encryptTo = ({ pub, keyId }: EncryptionKey, plaintext: string, signedAt: Date): string => {
  const header = { alg: "RSA-OAEP-256", enc: "A256GCM", kid: keyId, iat: signedAt.getTime() };
  const protectedHeader = base64url(JSON.stringify(header));
  const { publicKey } = new X509Certificate(Buffer.from(pub, "base64"));
  const contentKey = randomBytes(32);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const encryptedKey = publicEncrypt({ key: publicKey, padding, oaepHash: "sha256" }, contentKey);
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", contentKey, iv).setAAD(Buffer.from(protectedHeader));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [protectedHeader, ...[encryptedKey, iv, ciphertext, cipher.getAuthTag()].map(base64url)].join(".");
};
