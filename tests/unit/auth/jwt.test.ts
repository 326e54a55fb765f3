import { createHash, createHmac, generateKeyPairSync, verify, X509Certificate } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { jwtWithP12, jwtWithSharedSecret } from "../../../provider/auth/jwt.js";
import { readP12 } from "../../../provider/auth/p12.js";
import { codeOf, getRequest, knownAnswers, now, postRequest, secretPair } from "./requests.js";
import { p12Vectors, requestVectors } from "./vectors.js";

const { inputs } = requestVectors;
const { merchantId, portfolioId } = inputs;
const newJti = (): string => inputs.jti;
const p12 = readP12({ p12Base64: inputs.p12.base64, password: inputs.p12.password, alias: merchantId });

type Segments = readonly [header: string, claims: string, signature: string];

const split = ({ Authorization = "" }: Readonly<Record<string, string>>): Segments => {
  const [header = "", claims = "", signature = ""] = Authorization.replace(/^Bearer /, "").split(".");
  return [header, claims, signature];
};
const decode = (segment: string): unknown => JSON.parse(Buffer.from(segment, "base64url").toString("utf8"));
const claimsOf = (headers: Readonly<Record<string, string>>): unknown => decode(split(headers)[1]);

describe("the official client's known answers", () => {
  test.each(knownAnswers("jwt HS256"))("$name", async ({ request, headers }) => {
    expect(await jwtWithSharedSecret({ ...secretPair, newJti })(request, now)).toStrictEqual({
      Authorization: headers.get("authorization"),
    });
  });

  test.each(knownAnswers("jwt RS256"))("$name", async ({ request, headers }) => {
    expect(await jwtWithP12({ merchantId, p12, newJti })(request, now)).toStrictEqual({
      Authorization: headers.get("authorization"),
    });
  });

  test("are both there", () => {
    expect(knownAnswers("jwt")).toHaveLength(2);
  });
});

describe("a token", () => {
  test("of a shared secret is an HMAC with the decoded secret", async () => {
    const [header, claims, signature] = split(await jwtWithSharedSecret(secretPair)(postRequest, now));
    const mac = createHmac("sha256", Buffer.from(secretPair.sharedSecret, "base64")).update(`${header}.${claims}`);
    expect(signature).toBe(mac.digest("base64url"));
  });

  test("of a P12 is verified by the certificate, but not after a claim is changed", async () => {
    const [header, claims, signature] = split(await jwtWithP12({ merchantId, p12 })(postRequest, now));
    const { publicKey } = new X509Certificate(inputs.p12.certificatePem);
    const verifies = (text: string): boolean =>
      verify("sha256", Buffer.from(text), publicKey, Buffer.from(signature, "base64url"));
    expect(verifies(`${header}.${claims}`)).toBe(true);
    expect(verifies(`${header}.${claims}x`)).toBe(false);
  });

  test("of a POST covers the bytes of the body, or an empty body if there is none", async () => {
    const sign = jwtWithSharedSecret(secretPair);
    const digest = (body: string): string => createHash("sha256").update(Buffer.from(body, "utf8")).digest("base64");
    const { body = "", ...withoutBody } = postRequest;
    expect(claimsOf(await sign(postRequest, now))).toMatchObject({ digest: digest(body) });
    expect(claimsOf(await sign(withoutBody, now))).toMatchObject({ digest: digest("") });
  });

  test("of a GET has no digest, and keeps the port and the query string", async () => {
    expect(claimsOf(await jwtWithSharedSecret({ ...secretPair, newJti })(getRequest, now))).toStrictEqual({
      iat: 1768480496,
      exp: 1768480616,
      "request-host": "127.0.0.1:8480",
      "request-resource-path": "/keys?of=me&page=2",
      "request-method": "get",
      iss: merchantId,
      jti: inputs.jti,
      "v-c-jwt-version": "2",
      "v-c-merchant-id": merchantId,
    });
  });

  test("is issued in whole seconds, never in the future, and is valid for two minutes", async () => {
    const lateInTheSecond = new Date("2026-01-15T12:34:56.999Z");
    expect(claimsOf(await jwtWithSharedSecret(secretPair)(postRequest, lateInTheSecond))).toMatchObject({
      iat: 1768480496,
      exp: 1768480496 + 120,
    });
  });

  test("of a meta key is issued by the portfolio for the merchant", async () => {
    for (const sign of [
      jwtWithSharedSecret({ ...secretPair, portfolioId }),
      jwtWithP12({ merchantId, p12, portfolioId }),
    ]) {
      expect(claimsOf(await sign(postRequest, now))).toMatchObject({ iss: portfolioId, "v-c-merchant-id": merchantId });
    }
  });

  test("has a random UUID of its own as jti", async () => {
    const sign = jwtWithSharedSecret(secretPair);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const [first, second] = [await sign(postRequest, now), await sign(postRequest, now)].map(claimsOf);
    expect(first).toMatchObject({ jti: expect.stringMatching(uuid) });
    expect(second).not.toStrictEqual(first);
  });
});

describe("refuses at once", () => {
  test("ids that cannot be sent", () => {
    for (const id of ["merchantId", "keyId", "portfolioId"]) {
      expect(codeOf(() => jwtWithSharedSecret({ ...secretPair, [id]: "a\r\nb" }))).toBe("ERR_AUTH_ID");
    }
    for (const id of ["merchantId", "portfolioId"]) {
      expect(codeOf(() => jwtWithP12({ merchantId, p12, [id]: "" }))).toBe("ERR_AUTH_ID");
    }
  });

  test("a shared secret that is not base64", () => {
    expect(codeOf(() => jwtWithSharedSecret({ ...secretPair, sharedSecret: "no base64" }))).toBe(
      "ERR_AUTH_SHARED_SECRET",
    );
  });

  test.each([
    ["an RSA key one bit too short for RS256", generateKeyPairSync("rsa", { modulusLength: 2047 }).privateKey],
    ["an elliptic key", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey],
  ])("a P12 with %s", (_, key) => {
    const privateKeyPem = key.export({ type: "pkcs8", format: "pem" }).toString();
    expect(codeOf(() => jwtWithP12({ merchantId, p12: { ...p12, privateKeyPem } }))).toBe("ERR_AUTH_P12_PRIVATE_KEY");
  });

  test("a P12 whose private key is too short or isn't a key", () => {
    const { files, password } = p12Vectors;
    const short = readP12({ p12Base64: files["short key"] ?? "", password, alias: merchantId });
    for (const identity of [short, { ...p12, privateKeyPem: "-----BEGIN PRIVATE KEY-----" }]) {
      expect(codeOf(() => jwtWithP12({ merchantId, p12: identity }))).toBe("ERR_AUTH_P12_PRIVATE_KEY");
    }
  });
});
