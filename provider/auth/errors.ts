/** Which credential cannot be used, and why; these codes never change their meaning. */
export type AuthenticationConfigErrorCode =
  /** A merchant, key or portfolio id is empty or cannot stand in a header. */
  | "ERR_AUTH_ID"
  /** The shared secret is not base64. */
  | "ERR_AUTH_SHARED_SECRET"
  /** The P12 is not base64. */
  | "ERR_AUTH_P12_BASE64"
  /** The decoded P12 is not a PKCS#12 file, or one of a kind that cannot be read. */
  | "ERR_AUTH_P12_FORMAT"
  /** The password does not open the P12. */
  | "ERR_AUTH_P12_PASSWORD"
  /** The P12 has no RSA private key of at least 2048 bits. */
  | "ERR_AUTH_P12_PRIVATE_KEY"
  /** No certificate of the P12 can be told to be the merchant's. */
  | "ERR_AUTH_P12_CERTIFICATE"
  /** The merchant's certificate has no serialNumber in its subject. */
  | "ERR_AUTH_P12_SERIAL_NUMBER"
  /** An unauthenticated request would leave this machine. */
  | "ERR_AUTH_NONE_HOST";

/**
 * A credential cannot be used. The message says what was asked, what came and what to do; it holds no value, and there
 * is no `cause`, which could hold one. It begins with the code, for it alone reaches the user through Pulumi.
 */
export class AuthenticationConfigError extends Error {
  override readonly name = "AuthenticationConfigError";
  readonly code: AuthenticationConfigErrorCode;

  constructor(code: AuthenticationConfigErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
