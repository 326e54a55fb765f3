import { type Input } from "@pulumi/pulumi";

/** A key that already exists, to be adopted. All of it is treated as secret. */
export interface AdoptedKeyArgs {
  /** Identifier of the key, as in the service's answer. */
  readonly keyId: Input<string>;
  /** The key itself: base64 for a signing key, the client secret for an OAuth credential. */
  readonly key: Input<string>;
  /** End of its validity: RFC 3339, as in the service's answer, or a day such as 2027-01-31. */
  readonly expirationDate: Input<string>;
}
