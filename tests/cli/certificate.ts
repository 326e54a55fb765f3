import { pki } from "node-forge";

/** A private key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const VALID_MS = 3_600_000;

/** A new self-signed certificate for 127.0.0.1, valid for an hour. */
export const makeCertificate = (): Certificate => {
  const { privateKey, publicKey } = pki.rsa.generateKeyPair(2048);
  const certificate = pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = "01";
  certificate.validity.notBefore = new Date(Date.now() - VALID_MS);
  certificate.validity.notAfter = new Date(Date.now() + VALID_MS);
  const subject = [{ name: "commonName", value: "127.0.0.1" }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: "basicConstraints", cA: true },
    { name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] },
  ]);
  certificate.sign(privateKey);
  return { key: pki.privateKeyToPem(privateKey), cert: pki.certificateToPem(certificate) };
};
