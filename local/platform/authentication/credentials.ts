import { type KeyObject, createPublicKey } from "node:crypto";

/** A REST shared secret; `merchantId` is its owner, a portfolio for a meta key. */
export interface SharedSecretCredential {
  merchantId: string;
  keyId: string;
  /** Standard base64. */
  secret: string;
}

/** The public half of a P12; `serialNumber` is that of the certificate's subject. */
export interface CertificateCredential {
  merchantId: string;
  serialNumber: string;
  /** PEM of the public key or of the certificate. */
  publicKey: string;
}

/** Who may call, with what. */
export interface Credentials {
  merchants?: readonly SharedSecretCredential[] | undefined;
  certificates?: readonly CertificateCredential[] | undefined;
  /** The merchants for which the keys of a portfolio, by its id, may call too. */
  portfolios?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A credential with its material decoded. */
export interface KnownCredential<Material> {
  owner: string;
  material: Material;
}

/** The credentials by the id under which a request names them. */
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

/** Decodes the credentials; one that cannot be used is a TypeError. */
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
