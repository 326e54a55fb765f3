/** Which credential can't be used, and why. The meaning of a code never changes. */
export type AuthenticationConfigErrorCode =
  /** A merchant, key or portfolio id is empty or contains a character that isn't allowed in a header. */
  | "ERR_AUTH_ID"
  /** The shared secret is not base64. */
  | "ERR_AUTH_SHARED_SECRET"
  /** The P12 is not base64. */
  | "ERR_AUTH_P12_BASE64"
  /** The decoded P12 isn't a PKCS#12 file, or is of a kind that can't be read. */
  | "ERR_AUTH_P12_FORMAT"
  /** The password does not open the P12. */
  | "ERR_AUTH_P12_PASSWORD"
  /** The P12 has no RSA private key of at least 2048 bits. */
  | "ERR_AUTH_P12_PRIVATE_KEY"
  /** The P12 contains no certificate that is recognizably the merchant's. */
  | "ERR_AUTH_P12_CERTIFICATE"
  /** The merchant's certificate has no serialNumber in its subject. */
  | "ERR_AUTH_P12_SERIAL_NUMBER"
  /** An unauthenticated request would leave this machine. */
  | "ERR_AUTH_NONE_HOST";

/**
 * A credential can't be used. The message says what is required, what was found and what to do. It contains no value of a
 * setting, and there is no `cause`, which could contain one. Pulumi shows only the message, so the message begins with
 * the code.
 */
export class AuthenticationConfigError extends Error {
  override readonly name = "AuthenticationConfigError";
  readonly code: AuthenticationConfigErrorCode;

  constructor(code: AuthenticationConfigErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
