import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { asn1, md, pki } from "node-forge";
import { DAY_MS } from "../../provider/dates.js";

/** A private key and its certificate, as PEM. */
export interface Certified {
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  /** The certificate of the authority, as PEM. */
  readonly certificate: string;
  /** Issues a certificate for a host name or an IP address, valid for a year by default. */
  issue(host: string, validDays?: number): Certified;
}

interface Subject {
  readonly name: string;
  readonly publicKey: string;
  readonly validDays: number;
  readonly extension: object;
}

/** A signer for node-forge that uses node:crypto, which is hundreds of times faster. */
const signerOf = (certificate: pki.Certificate, privateKey: string): pki.rsa.PrivateKey => {
  const signer = {
    sign: () => {
      const { tbsCertificate } = certificate as unknown as { readonly tbsCertificate: asn1.Asn1 };
      const bytes = Buffer.from(asn1.toDer(tbsCertificate).getBytes(), "binary");
      return sign("sha256", bytes, privateKey).toString("binary");
    },
  };
  return signer as unknown as pki.rsa.PrivateKey;
};

const certify = ({ name, publicKey, validDays, extension }: Subject, issuer: string, privateKey: string): string => {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = `01${randomBytes(8).toString("hex")}`;
  certificate.validity.notAfter = new Date(Date.now() + validDays * DAY_MS);
  certificate.validity.notBefore = new Date(certificate.validity.notAfter.getTime() - 400 * DAY_MS);
  certificate.setSubject([{ name: "commonName", value: name }]);
  certificate.setIssuer([{ name: "commonName", value: issuer }]);
  certificate.setExtensions([extension]);
  certificate.sign(signerOf(certificate, privateKey), md.sha256.create());
  return pki.certificateToPem(certificate);
};

const newKeyPair = (): { readonly privateKey: string; readonly publicKey: string } =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });

/** An IP address needs its own type of name: clients don't accept it as a host name. */
const alternativeName = (host: string): object =>
  /^\d+\.\d+\.\d+\.\d+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host };

/** Creates a certificate authority that no client trusts yet. */
export const createAuthority = (name: string): Authority => {
  const own = newKeyPair();
  // All certificates can share one key pair: they differ by name, date and authority.
  const { privateKey: key, publicKey } = newKeyPair();
  const extension = { name: "basicConstraints", cA: true };
  return {
    certificate: certify({ name, publicKey: own.publicKey, validDays: 365, extension }, name, own.privateKey),
    issue(host, validDays = 365) {
      const names = { name: "subjectAltName", altNames: [alternativeName(host)] };
      return { key, cert: certify({ name: host, publicKey, validDays, extension: names }, name, own.privateKey) };
    },
  };
};
