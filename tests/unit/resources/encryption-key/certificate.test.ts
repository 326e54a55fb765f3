import { describe, expect, test } from "@jest/globals";
import {
  areOfOneKey,
  certificateDigestOf,
  hasEnded,
  readCertificate,
} from "../../../../provider/resources/encryption-key/certificate.js";
import { base64Of, certificates, privateKeys } from "../../../support/encryption-vectors.js";

/** SHA-256 of the DER, as `openssl x509 -fingerprint -sha256` prints it. */
const FINGERPRINT = "1d7d928bbfbad90cb10870ded92a4ebc2c186a5b310ebc26a3466c28ee4a4d40";
const oneLine = base64Of(certificates.a);
const framed = (base64: string): string => `-----BEGIN CERTIFICATE-----${base64}-----END CERTIFICATE-----`;

const IN_PEM = "a certificate in PEM, which begins with -----BEGIN CERTIFICATE-----";
const armored = (label: string): string => `-----BEGIN ${label}-----\nAA==\n-----END ${label}-----`;

const withoutEnd = Buffer.from(
  Buffer.from(oneLine, "base64").toString("latin1").replace("21260101000000Z", "21v60101000000Z"),
  "latin1",
).toString("base64");

/** Texts of the same certificate. */
const TEXTS: Readonly<Record<string, string>> = {
  "as openssl writes it": certificates.a,
  "without a line end at its end": certificates.a.trimEnd(),
  "with Windows line ends": certificates.a.replaceAll("\n", "\r\n"),
  "indented, as in a template": certificates.a.replaceAll("\n", "\n      "),
  "on one line": framed(oneLine),
  "with text around it": `subject=CN = key\n${certificates.a}\nmore text`,
};

describe("a certificate", () => {
  test.each(Object.entries(TEXTS))("is read %s", (_, text) => {
    expect(readCertificate(text)).toStrictEqual({ base64: oneLine, notAfter: new Date("2126-01-01T00:00:00Z") });
    expect(certificateDigestOf(text)).toBe(FINGERPRINT);
  });

  test("has a digest of its own, also if its key is the same", () => {
    const digests = [certificates.a, certificates.renewedA, certificates.b].map(certificateDigestOf);
    expect(new Set(digests).size).toBe(3);
  });

  test.each([
    ["empty", " \n", `${IN_PEM}, but it's empty`],
    ["base64 alone", oneLine, `${IN_PEM}, but it has no such line`],
    ["a public key", armored("PUBLIC KEY"), `${IN_PEM}, but it has -----BEGIN PUBLIC KEY-----`],
    ["a request for one", armored("CERTIFICATE REQUEST"), `${IN_PEM}, but it has -----BEGIN CERTIFICATE REQUEST-----`],
    ["of an unknown label", armored("HUNTER2"), `${IN_PEM}, but it has no such line`],
    ["a chain", certificates.a + certificates.b, "one certificate, without the chain of its issuers"],
    [
      "cut off",
      certificates.a.slice(0, 400),
      "a certificate in PEM, which ends with -----END CERTIFICATE-----, but it's cut off",
    ],
    [
      "with line ends as two characters",
      certificates.a.replaceAll("\n", "\\n"),
      "a certificate in PEM with line ends, but it has a backslash and n",
    ],
    ["not base64", framed("!".repeat(80)), "an X.509 certificate, but it can't be read as one"],
    ["damaged", framed(oneLine.slice(0, 200)), "an X.509 certificate, but it can't be read as one"],
    ["of an unreadable end", framed(withoutEnd), "a certificate whose end can be read, but it can't"],
    ["of an elliptic curve", certificates.elliptic, "a certificate of an RSA key, but the kind of its key is ec"],
    ["of an RSA-PSS key", certificates.pss, "a certificate of an RSA key, but the kind of its key is rsa-pss"],
    ["of 1024 bits", certificates.bits1024, "a certificate of an RSA key of at least 2048 bits, but its key has 1024"],
    [
      "with its private key in PKCS#8",
      certificates.a + privateKeys.a.pkcs8,
      "a certificate without its private key, but it holds one",
    ],
    [
      "with its private key in PKCS#1",
      privateKeys.a.pkcs1 + certificates.a,
      "a certificate without its private key, but it holds one",
    ],
    ...[
      "Private-Key: (2048 bit, 2 primes)",
      "privateExponent:\n    00:af",
      "Private-Lines: 14",
      '{"kty":"RSA","d" : "AAAA"}',
      "-----BEGIN RSA PRIVATE  KEY-----",
    ].map((text): [string, string, string] => [
      `with a private key in another form: ${text}`,
      `${text}\n${certificates.a}`,
      "a certificate without its private key, but it holds one",
    ]),
    [
      "with other bytes behind it",
      framed(Buffer.concat([Buffer.from(oneLine, "base64"), Buffer.alloc(40, 7)]).toString("base64")),
      "an X.509 certificate, and nothing else between its BEGIN and END lines",
    ],
    [
      "an encrypted private key",
      "-----begin encrypted private key-----",
      "a certificate without its private key, but it holds one",
    ],
  ])("is refused if it's %s", (_, text, problem) => {
    expect(readCertificate(text)).toStrictEqual({ problem });
    expect(certificateDigestOf(text)).toBe(text);
  });

  test("has ended at its end, and not before", () => {
    expect(hasEnded(certificates.a, new Date("2125-12-31T23:59:59.999Z"))).toBe(false);
    expect(hasEnded(certificates.a, new Date("2126-01-01T00:00:00Z"))).toBe(true);
    expect(hasEnded("no certificate", new Date())).toBe(false);
    expect(hasEnded(undefined, new Date())).toBe(false);
  });

  test("tells whether it's of the private key of another one", () => {
    expect(areOfOneKey(certificates.a, certificates.renewedA)).toBe(true);
    expect(areOfOneKey(certificates.a, certificates.b)).toBe(false);
    for (const unread of [undefined, 7, "no certificate", certificates.elliptic])
      expect([areOfOneKey(certificates.a, unread), areOfOneKey(unread, certificates.a)]).toEqual([
        undefined,
        undefined,
      ]);
  });

  test("that isn't a text equals only itself", () => {
    const list: readonly unknown[] = [];
    for (const value of [undefined, null, 7, list]) expect(certificateDigestOf(value)).toBe(value);
  });
});
