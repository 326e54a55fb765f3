import { type Input } from "@pulumi/pulumi";

/** A key that exists already. All of it is treated as secret. */
export interface AdoptedKeyArgs {
  /** Identifier of the key, as the service answered it. */
  readonly keyId: Input<string>;
  /** The key itself: base64 for a signing key, the client secret for an OAuth credential. */
  readonly key: Input<string>;
  /** End of its validity, RFC 3339, as the service answered it. */
  readonly expirationDate: Input<string>;
}
