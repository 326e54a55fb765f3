import { createHash, type KeyObject, X509Certificate } from "node:crypto";

/** A certificate that the service takes. */
export interface Certificate {
  /** Its DER in base64, on one line. */
  readonly base64: string;
  /** When it ends. */
  readonly notAfter: Date;
}

/** The minimum of the vendor (docs/encryption.md). */
const MIN_MODULUS_BITS = 2048;

const [BEGIN, END] = ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"];

/** How a private key is announced in PEM, by `openssl rsa -text`, by PuTTY and in a JWK. */
const PRIVATE_KEY = /PRIVATE[\s_-]*(?:KEY|EXPONENT|LINES)|"d"\s*:\s*"/i;

/** Whether a text holds a private key in a form of text. */
export const holdsPrivateKey = (text: string): boolean => PRIVATE_KEY.test(text);

/** What people pass in place of a certificate. Nothing else of a text is repeated. */
const OTHER_LABELS = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST", "PUBLIC KEY", "RSA PUBLIC KEY", "PKCS7", "CMS"];

/** What a text without a certificate is. */
const otherThan = (pem: string): string => {
  if (pem.trim() === "") return "it's empty";
  const label = OTHER_LABELS.find((name) => pem.includes(`-----BEGIN ${name}-----`));
  return label === undefined ? "it has no such line" : `it has -----BEGIN ${label}-----`;
};

/** The text between the BEGIN and END lines of the only certificate, or what is wrong, to follow "must be …". */
const blockOf = (pem: string): { readonly base64: string } | { readonly problem: string } => {
  if (holdsPrivateKey(pem)) return { problem: "a certificate without its private key, but it holds one" };
  const [, block, ...more] = pem.split(BEGIN);
  if (block === undefined)
    return { problem: `a certificate in PEM, which begins with ${BEGIN}, but ${otherThan(pem)}` };
  if (more.length > 0) return { problem: "one certificate, without the chain of its issuers" };
  const [base64 = "", end] = block.split(END);
  if (end === undefined) return { problem: `a certificate in PEM, which ends with ${END}, but it's cut off` };
  if (base64.includes("\\n")) return { problem: "a certificate in PEM with line ends, but it has a backslash and n" };
  return { base64 };
};

const parse = (base64: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(Buffer.from(base64, "base64"));
  } catch {
    return undefined;
  }
};

/** Undefined for a kind of key that Node.js doesn't know. */
const publicKeyOf = (certificate: X509Certificate | undefined): KeyObject | undefined => {
  try {
    return certificate?.publicKey;
  } catch {
    return undefined;
  }
};

const keyProblemOf = (key: KeyObject | undefined): string | undefined => {
  const { asymmetricKeyType: kind = "unknown" } = key ?? {};
  if (key === undefined || kind !== "rsa") return `a certificate of an RSA key, but the kind of its key is ${kind}`;
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  return modulusLength < MIN_MODULUS_BITS
    ? `a certificate of an RSA key of at least ${MIN_MODULUS_BITS} bits, but its key has ${modulusLength}`
    : undefined;
};

/** Reads a certificate in PEM; text around it is ignored. `problem` follows "must be …" and repeats nothing of the text. */
export const readCertificate = (pem: string): Certificate | { readonly problem: string } => {
  const block = blockOf(pem);
  if ("problem" in block) return block;
  const certificate = parse(block.base64);
  if (certificate === undefined) return { problem: "an X.509 certificate, but it can't be read as one" };
  // The bytes behind a certificate are ignored, and could be its private key.
  if (certificate.raw.length !== Buffer.from(block.base64, "base64").length) {
    return { problem: "an X.509 certificate, and nothing else between its BEGIN and END lines" };
  }
  const problem = keyProblemOf(publicKeyOf(certificate));
  if (problem !== undefined) return { problem };
  const { raw, validTo } = certificate;
  // Not validToDate: of a date that can't be read, Node.js makes any date from one call to the next.
  const notAfter = new Date(validTo);
  if (Number.isNaN(notAfter.getTime())) return { problem: "a certificate whose end can be read, but it can't" };
  return { base64: raw.toString("base64"), notAfter };
};

/** The certificate that an input holds; undefined if it can't be read, or isn't known yet. */
const certificateIn = (pem: unknown): Certificate | undefined => {
  const certificate = typeof pem === "string" ? readCertificate(pem) : undefined;
  return certificate === undefined || "problem" in certificate ? undefined : certificate;
};

/** Whether a certificate can be read and has ended. */
export const hasEnded = (pem: unknown, now: Date): boolean => {
  const certificate = certificateIn(pem);
  return certificate !== undefined && certificate.notAfter <= now;
};

/**
 * Identifies a certificate in whatever text: SHA-256 of its DER, in hex. A value that can't be read stays as it is, so that
 * it equals only itself.
 */
export const certificateDigestOf = (pem: unknown): unknown => {
  const certificate = certificateIn(pem);
  if (certificate === undefined) return pem;
  return createHash("sha256").update(Buffer.from(certificate.base64, "base64")).digest("hex");
};

/** Whether two certificates are of one private key; undefined if one of them can't be read, or isn't known yet. */
export const areOfOneKey = (one: unknown, other: unknown): boolean | undefined => {
  const [first, second] = [one, other].map((pem) => {
    const certificate = certificateIn(pem);
    return certificate && publicKeyOf(parse(certificate.base64));
  });
  return first === undefined || second === undefined ? undefined : first.equals(second);
};
