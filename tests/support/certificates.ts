import { generateKeyPairSync } from "node:crypto";
import { isIP } from "node:net";
import { md, pki } from "node-forge";
import { DAY_MS } from "../../provider/dates.js";

/** A server's key and certificate, and the certificate of its authority, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  readonly authority: string;
}

const makeCertificate = (
  commonName: string,
  issuer: { readonly commonName: string; readonly key: pki.rsa.PrivateKey } | undefined,
  extensions: object[],
): { readonly key: pki.rsa.PrivateKey; readonly keyPem: string; readonly pem: string } => {
  // node:crypto creates keys a hundred times faster than node-forge.
  const keyPem = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    type: "pkcs1",
    format: "pem",
  });
  const key = pki.privateKeyFromPem(String(keyPem));
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.setRsaPublicKey(key.n, key.e);
  certificate.serialNumber = "01";
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + DAY_MS);
  certificate.setSubject([{ name: "commonName", value: commonName }]);
  certificate.setIssuer([{ name: "commonName", value: issuer?.commonName ?? commonName }]);
  certificate.setExtensions(extensions);
  certificate.sign(issuer?.key ?? key, md.sha256.create());
  return { key, keyPem: String(keyPem), pem: pki.certificateToPem(certificate) };
};

const altNameOf = (host: string): object => (isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host });

/**
 * Creates a certificate for host names or IP addresses, signed by a new authority that clients must be told to trust.
 */
export const createServerCertificate = (...hostnames: readonly [string, ...string[]]): ServerCertificate => {
  const [hostname] = hostnames;
  const commonName = `authority of ${hostname}`;
  const authority = makeCertificate(commonName, undefined, [
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, critical: true },
  ]);
  const server = makeCertificate(hostname, { commonName, key: authority.key }, [
    { name: "subjectAltName", altNames: hostnames.map(altNameOf) },
  ]);
  return { key: server.keyPem, cert: server.pem, authority: authority.pem };
};
