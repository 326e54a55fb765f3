/** A private key to decrypt with. */
export interface DecryptionKey {
  /**
   * `keyId` of the `WebhookEncryptionKey` that stored the certificate, as in the header `kid` of notifications. Without it,
   * the key is tried for any `kid`: a certificate that was renewed with the same private key has another keyId.
   */
  readonly keyId?: string | undefined;
  /** RSA key of at least 2048 bits in PEM, PKCS#8 or PKCS#1, not encrypted. Secret. */
  readonly privateKey: string;
}
