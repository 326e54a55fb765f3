import { type KeyObject, createPublicKey } from "node:crypto";

/** A REST shared secret. `merchantId` is its owner; the owner of a meta key is a portfolio. */
export interface SharedSecretCredential {
  merchantId: string;
  keyId: string;
  /** Standard base64. */
  secret: string;
}

/** The public key of a P12 file. `serialNumber` is the one in the certificate's subject. */
export interface CertificateCredential {
  merchantId: string;
  serialNumber: string;
  /** PEM of the public key or of the certificate. */
  publicKey: string;
}

/** The credentials with which clients may send requests. */
export interface Credentials {
  merchants?: readonly SharedSecretCredential[] | undefined;
  certificates?: readonly CertificateCredential[] | undefined;
  /** For each portfolio ID, the merchants for which the portfolio's keys may also send requests. */
  portfolios?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A credential with its key decoded. */
export interface KnownCredential<Material> {
  owner: string;
  material: Material;
}

/** The credentials, by the ID that a request names. */
export interface CredentialTable {
  sharedSecrets: ReadonlyMap<string, KnownCredential<Buffer>>;
  publicKeys: ReadonlyMap<string, KnownCredential<KeyObject>>;
  /** Whether a credential of `owner` may act for `merchantId`. */
  mayActFor(owner: string, merchantId: string): boolean;
}

const secretBytes = ({ keyId, secret }: SharedSecretCredential): Buffer => {
  const bytes = Buffer.from(secret, "base64");
  if (bytes.length === 0 || bytes.toString("base64") !== secret) {
    throw new TypeError(`The secret of key ${keyId} is not standard base64`);
  }
  return bytes;
};

/** Decodes the credentials. Throws a TypeError if one is unusable. */
export const createCredentialTable = ({
  merchants = [],
  certificates = [],
  portfolios = {},
}: Credentials): CredentialTable => ({
  sharedSecrets: new Map(
    merchants.map((each) => [each.keyId, { owner: each.merchantId, material: secretBytes(each) }]),
  ),
  publicKeys: new Map(
    certificates.map((each) => [
      each.serialNumber,
      { owner: each.merchantId, material: createPublicKey(each.publicKey) },
    ]),
  ),
  mayActFor: (owner, merchantId) => owner === merchantId || (portfolios[owner] ?? []).includes(merchantId),
});
