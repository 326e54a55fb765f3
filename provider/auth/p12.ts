import { asn1, pki, pkcs12 } from "node-forge";
import { decodeBase64 } from "./base64.js";
import { AuthenticationConfigError } from "./errors.js";

export interface P12Source {
  /** The file in base64. Line ends and spaces are ignored. */
  readonly p12Base64: string;
  readonly password: string;
  /** If the file has several certificates, selects the one whose friendly name contains `CN=<alias>`. */
  readonly alias: string;
}

/** The merchant's identity, as a P12 holds it. */
export interface P12Identity {
  readonly privateKeyPem: string;
  /** The serialNumber attribute of the certificate's subject, not the serial number of the certificate itself. */
  readonly certificateSerialNumber: string;
  /** When the certificate expires. */
  readonly notAfter: Date;
}

interface Pair {
  readonly key: pki.rsa.PrivateKey;
  readonly certificate: pki.Certificate;
  readonly friendlyName: string;
}

/** X.520 serialNumber. */
const SERIAL_NUMBER_OID = "2.5.4.5";

/**
 * Reads the private key and the certificate of a merchant from a PKCS#12 file with AES or 3DES encryption.
 * @throws AuthenticationConfigError ERR_AUTH_P12_BASE64, _FORMAT, _PASSWORD, _PRIVATE_KEY, _CERTIFICATE, _SERIAL_NUMBER
 */
export const readP12 = ({ p12Base64, password, alias }: P12Source): P12Identity => {
  const { key, certificate } = choosePair(pairKeys(openBags(p12Base64, password)), alias);
  return {
    privateKeyPem: pki.privateKeyToPem(key),
    certificateSerialNumber: readSubjectSerialNumber(certificate),
    notAfter: certificate.validity.notAfter,
  };
};

const openBags = (p12Base64: string, password: string): pkcs12.Bag[] => {
  const bytes = decodeBase64(p12Base64.replaceAll(/\s/g, ""));
  if (bytes === undefined) {
    throw new AuthenticationConfigError(
      "ERR_AUTH_P12_BASE64",
      `The P12 must be base64, but ${p12Base64 === "" ? "it's empty" : "it's something else"}. ` +
        "Set it to the whole output of `base64` for the .p12 file.",
    );
  }
  try {
    const file = pkcs12.pkcs12FromAsn1(asn1.fromDer(bytes.toString("latin1")), password);
    return file.safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (error) {
    throw explain(error);
  }
};

/** Only the message of node-forge's error tells a wrong password apart. The error is dropped: it may quote the file. */
const explain = (error: unknown): AuthenticationConfigError =>
  error instanceof Error && /to decrypt|could not be verified/.test(error.message)
    ? new AuthenticationConfigError(
        "ERR_AUTH_P12_PASSWORD",
        "The password doesn't open the P12. Set the password with which the file was created. " +
          "For a file with AES encryption, the password must be ASCII.",
      )
    : new AuthenticationConfigError(
        "ERR_AUTH_P12_FORMAT",
        "The P12 must be a PKCS#12 file with AES or 3DES encryption, but it can't be read as one. " +
          "Use the .p12 file from the Business Center unchanged, or one that `openssl pkcs12 -export` created.",
      );

const pairKeys = (bags: readonly pkcs12.Bag[]): readonly Pair[] => {
  const keys = bags.flatMap(({ key }) => key ?? []);
  if (keys.length === 0) {
    throw new AuthenticationConfigError(
      "ERR_AUTH_P12_PRIVATE_KEY",
      "The P12 must contain an RSA private key, but it contains none. Export it again together with its private key.",
    );
  }
  return bags.flatMap(({ cert: certificate, attributes }) => {
    if (!certificate) return [];
    const publicKey = pki.publicKeyToPem(certificate.publicKey);
    const key = keys.find(({ n, e }) => pki.publicKeyToPem(pki.setRsaPublicKey(n, e)) === publicKey);
    const { friendlyName = [] } = attributes as { friendlyName?: string[] };
    return key === undefined ? [] : [{ key, certificate, friendlyName: friendlyName.join(",") }];
  });
};

const choosePair = (pairs: readonly Pair[], alias: string): Pair => {
  const commonName = `cn=${alias}`.toLowerCase();
  const named = pairs.filter(({ friendlyName }) =>
    friendlyName.split(",").some((part) => part.trim().toLowerCase() === commonName),
  );
  const [chosen] = named.length > 0 ? named.toSorted(byEndLatestFirst) : pairs.length === 1 ? pairs : [];
  if (chosen === undefined) {
    throw new AuthenticationConfigError(
      "ERR_AUTH_P12_CERTIFICATE",
      "The P12 must contain the merchant's certificate with its private key: either as its only certificate, or with " +
        "CN=<merchant id> in its friendly name. It contains " +
        `${pairs.length === 0 ? "no certificate with its private key" : "several certificates, but none with that name"}. ` +
        "Check the merchant id, or create a P12 for this merchant in the Business Center.",
    );
  }
  return chosen;
};

/** After a renewal, a file can contain the old certificate as well as the new one. */
const byEndLatestFirst = (a: Pair, b: Pair): number =>
  b.certificate.validity.notAfter.getTime() - a.certificate.validity.notAfter.getTime();

const readSubjectSerialNumber = ({ subject }: pki.Certificate): string => {
  const serialNumber: unknown = subject.attributes.find(({ type }) => type === SERIAL_NUMBER_OID)?.value;
  if (typeof serialNumber !== "string") {
    throw new AuthenticationConfigError(
      "ERR_AUTH_P12_SERIAL_NUMBER",
      "The subject of the certificate must have a serialNumber, by which the platform identifies the key, but it has none. " +
        "Use the P12 that the Business Center created, not one with a certificate of your own.",
    );
  }
  return serialNumber;
};
