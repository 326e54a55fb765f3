import { generateKeyPairSync, randomBytes } from "node:crypto";
import { md, pki } from "node-forge";

/** The validity that the vendor advises. */
const VALID_MS = 90 * 86_400_000;

/** A new RSA key of 2048 bits, in PEM. */
export const createPrivateKey = (): string =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;

/** A new certificate of a private key, as `tls.SelfSignedCert` of @pulumi/tls makes it: examples/encryption. */
export const createCertificate = (privateKey: string, organizationId: string): string => {
  const key = pki.privateKeyFromPem(privateKey);
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.setRsaPublicKey(key.n, key.e);
  certificate.serialNumber = `01${randomBytes(15).toString("hex")}`;
  certificate.validity.notBefore = new Date();
  certificate.validity.notAfter = new Date(certificate.validity.notBefore.getTime() + VALID_MS);
  const subject = [
    { name: "commonName", value: "the ID of the REST key" },
    { name: "organizationName", value: organizationId },
  ];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.sign(key, md.sha256.create());
  return pki.certificateToPem(certificate);
};
