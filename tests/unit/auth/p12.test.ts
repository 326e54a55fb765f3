import { createPublicKey } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { type P12Identity, readP12 } from "../../../provider/auth/p12.js";
import { codeOf } from "./requests.js";
import { p12Vectors, requestVectors } from "./vectors.js";

const { password, passwordBeyondAscii, merchant } = p12Vectors;
const alias = "fake_merchant_001";

const fileOf = (name: string): string => {
  const file = p12Vectors.files[name];
  if (file === undefined) throw new Error(`tests/vectors/p12.json has no "${name}"`);
  return file;
};
const read = (name: string): P12Identity => readP12({ p12Base64: fileOf(name), password, alias });
const publicKeyOf = ({ privateKeyPem }: P12Identity): string =>
  createPublicKey(privateKeyPem).export({ type: "spki", format: "pem" }).toString();

describe("reads", () => {
  test("the private key and the subject's serialNumber of the known answers' file", () => {
    const { base64, password, privateKeyPem, subjectSerialNumber } = requestVectors.inputs.p12;
    expect(readP12({ p12Base64: base64, password, alias })).toStrictEqual({
      privateKeyPem,
      certificateSerialNumber: subjectSerialNumber,
      notAfter: new Date("2036-01-01T00:00:00Z"),
    });
  });

  test.each([
    ["with AES, PBES2 and a SHA-256 MAC", "modern"],
    ["with RC2, 3DES and a SHA-1 MAC", "legacy"],
    ["without a MAC", "without MAC"],
  ])("a file %s", (_, name) => {
    const identity = read(name);
    expect(identity).toMatchObject({
      certificateSerialNumber: merchant.subjectSerialNumber,
      notAfter: new Date(merchant.notAfter),
    });
    expect(publicKeyOf(identity)).toBe(merchant.publicKeyPem);
  });

  test("base64 in lines, as the base64 command prints it", () => {
    const p12Base64 = fileOf("modern").replaceAll(/.{76}/g, "$&\r\n") + "\n";
    expect(readP12({ p12Base64, password, alias })).toStrictEqual(read("modern"));
  });

  test("a legacy file whose password is beyond ASCII", () => {
    const p12Base64 = fileOf("legacy, password beyond ASCII");
    expect(readP12({ p12Base64, password: passwordBeyondAscii, alias })).toStrictEqual(
      expect.objectContaining({ certificateSerialNumber: "42" }),
    );
  });
});

describe("chooses", () => {
  test("the only certificate with a private key, whatever its friendly name", () => {
    const p12Base64 = fileOf("modern");
    expect(readP12({ p12Base64, password, alias: "another" }).certificateSerialNumber).toBe("42");
  });

  test("the merchant's certificate, not the platform's, which has no private key", () => {
    const p12Base64 = fileOf("with the platform's certificate");
    expect(readP12({ p12Base64, password, alias: "CyberSource_SJC_US" }).certificateSerialNumber).toBe("42");
  });

  test.each([
    ["fake_merchant_001", "42"],
    ["FAKE_merchant_001", "42"],
    ["fake_merchant_0012", "43"],
  ])("the one named %s of two merchants, by its whole name in any letter case", (alias, serialNumber) => {
    const identity = readP12({ p12Base64: fileOf("two merchants"), password, alias });
    expect(identity.certificateSerialNumber).toBe(serialNumber);
    expect(publicKeyOf(identity) === merchant.publicKeyPem).toBe(serialNumber === "42");
  });

  test("the certificate that expires last, if a merchant has two", () => {
    expect(read("two certificates of one merchant").certificateSerialNumber).toBe("42");
  });
});

describe("refuses", () => {
  const refuse = (p12Base64: string, message: RegExp, { code, ...source }: { code: string; [key: string]: string }) => {
    const action = (): unknown => readP12({ p12Base64, password, alias, ...source });
    expect(codeOf(action)).toBe(code);
    expect(action).toThrow(message);
  };

  test("a password that is wrong, with and without a MAC that detects it", () => {
    for (const name of ["modern", "legacy", "without MAC"]) {
      for (const wrong of ["", "fake-passwore", `${password} `]) {
        refuse(fileOf(name), /The password doesn't open the P12/, { code: "ERR_AUTH_P12_PASSWORD", password: wrong });
      }
    }
  });

  test("a password beyond ASCII with AES encryption, and says that it must be ASCII", () => {
    const source = { code: "ERR_AUTH_P12_PASSWORD", password: passwordBeyondAscii };
    refuse(fileOf("modern, password beyond ASCII"), /must be ASCII/, source);
  });

  test.each([
    ["nothing", "", /it's empty/],
    ["a path", "./merchant.p12", /it's something else/],
    ["a PEM file", "-----BEGIN CERTIFICATE-----", /it's something else/],
    ["base64 without its end", fileOf("modern").slice(0, -1), /it's something else/],
  ])("%s in place of base64", (_, text, message) => {
    refuse(text, message, { code: "ERR_AUTH_P12_BASE64" });
  });

  test.each([
    ["text", Buffer.from("this is not a P12")],
    ["a certificate", Buffer.from(requestVectors.inputs.p12.certificatePem.replaceAll(/-----.*-----/g, ""), "base64")],
    ["a file that was cut", Buffer.from(fileOf("modern"), "base64").subarray(0, 900)],
    ["a file with something after its end", Buffer.concat([Buffer.from(fileOf("modern"), "base64"), Buffer.of(0)])],
  ])("%s in place of a PKCS#12 file", (_, bytes) => {
    refuse(bytes.toString("base64"), /can't be read as one/, { code: "ERR_AUTH_P12_FORMAT" });
  });

  test("a file without an RSA private key", () => {
    for (const name of ["without private key", "elliptic key"]) {
      refuse(fileOf(name), /contains none/, { code: "ERR_AUTH_P12_PRIVATE_KEY" });
    }
  });

  test("a private key without its certificate", () => {
    refuse(fileOf("key of another certificate"), /It contains no certificate with its private key/, {
      code: "ERR_AUTH_P12_CERTIFICATE",
    });
  });

  test("the certificates of two merchants with other names, one of which begins with the name", () => {
    for (const alias of ["fake_merchant_002", "fake_merchant_00"]) {
      refuse(fileOf("two merchants"), /It contains several certificates/, { code: "ERR_AUTH_P12_CERTIFICATE", alias });
    }
  });

  test("a certificate without serialNumber in its subject", () => {
    refuse(fileOf("without subject serialNumber"), /it has none/, { code: "ERR_AUTH_P12_SERIAL_NUMBER" });
  });
});
