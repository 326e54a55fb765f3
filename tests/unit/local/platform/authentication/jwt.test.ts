import { describe, expect, test } from "@jest/globals";
import { createHash, createHmac, createPublicKey } from "node:crypto";
import { createCredentialTable } from "../../../../../local/platform/authentication/credentials.js";
import { createJwtVerifier } from "../../../../../local/platform/authentication/jwt.js";
import { type ReceivedRequest } from "../../../../../local/platform/received-request.js";
import { NOW, inputs, withVectorCredentials } from "./vectors.js";

const SKEW_MS = 900_000;
const IAT = NOW.getTime() / 1000;

const request: ReceivedRequest = {
  method: "POST",
  target: "/kms/egress/v2/keys-sym?a=b",
  headers: { host: inputs.host },
  body: Buffer.from("{}"),
};

const goodClaims = {
  digest: createHash("sha256").update("{}").digest("base64"),
  "digest-algorithm": "SHA-256",
  iat: IAT,
  exp: IAT + 120,
  "request-host": inputs.host,
  "request-resource-path": "/kms/egress/v2/keys-sym?a=b",
  "request-method": "post",
  iss: inputs.merchantId,
  jti: "11111111-2222-4333-8444-555555555555",
  "v-c-jwt-version": "2",
  "v-c-merchant-id": inputs.merchantId,
};
const goodHeader = { typ: "JWT", alg: "HS256", kid: inputs.keyId };

type Changes = Record<string, unknown>;

const sign = (claims: Changes, header: Changes = {}, secret = Buffer.from(inputs.sharedSecretBase64, "base64")) => {
  const parts = [
    { ...goodHeader, ...header },
    { ...goodClaims, ...claims },
  ];
  const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
};

const verifierFor = (owner: string) => createJwtVerifier(createCredentialTable(withVectorCredentials(owner)), SKEW_MS);
const verdict = (claims: Changes, header: Changes = {}, changed: Partial<ReceivedRequest> = {}, now = NOW) =>
  verifierFor(inputs.merchantId)(sign(claims, header), { ...request, ...changed }, now);

test("accepts a token that matches the request", () => {
  expect(verdict({})).toBeUndefined();
});

test.each([
  ["digest", "AAAA", "digest"],
  ["digest", undefined, "digest"],
  ["digest-algorithm", "SHA-512", "digest-algorithm"],
  ["digest-algorithm", undefined, "digest-algorithm"],
  ["digestAlgorithm", "SHA-512", "digest-algorithm"],
  ["iat", undefined, "malformed"],
  ["iat", new Date(IAT * 1000).toUTCString(), "malformed"],
  ["exp", undefined, "malformed"],
  ["exp", IAT, "lifetime"],
  ["exp", IAT + 121, "lifetime"],
  ["request-host", "api.cybersource.com", "host"],
  ["request-host", undefined, "malformed"],
  ["request-resource-path", "/kms/egress/v2/keys-sym", "path"],
  ["request-resource-path", undefined, "malformed"],
  ["request-method", "POST", "method"],
  ["request-method", undefined, "malformed"],
  ["iss", "fake_merchant_002", "issuer"],
  ["iss", undefined, "malformed"],
  ["jti", "", "malformed"],
  ["jti", undefined, "malformed"],
  ["v-c-jwt-version", "1", "version"],
  ["v-c-jwt-version", 2, "malformed"],
  ["v-c-merchant-id", "fake_merchant_002", "merchant"],
  ["v-c-merchant-id", undefined, "malformed"],
])("rejects %s %j: %s", (claim, value, reason) => {
  expect(verdict({ [claim]: value })).toBe(reason);
});

test("accepts either spelling of the digest algorithm, or both", () => {
  expect(verdict({ "digest-algorithm": undefined, digestAlgorithm: "SHA-256" })).toBeUndefined();
  expect(verdict({ digestAlgorithm: "SHA-256" })).toBeUndefined();
});

test("needs no digest for a GET", () => {
  const claims = { digest: undefined, "digest-algorithm": undefined, "request-method": "get" };
  expect(verdict(claims, {}, { method: "GET" })).toBeUndefined();
});

describe("time", () => {
  const at = (seconds: number) => new Date((IAT + seconds) * 1000);

  test.each([
    [119, undefined],
    [120, "expired"],
    [121, "expired"],
  ])("checks a token with a lifetime of 120 s after %d s", (seconds, reason) => {
    expect(verdict({}, {}, {}, at(seconds))).toBe(reason);
  });

  test.each([
    [-900, undefined],
    [-901, "not-yet-valid"],
  ])("checks a token %d s before it was issued", (seconds, reason) => {
    expect(verdict({}, {}, {}, at(seconds))).toBe(reason);
  });
});

describe("the header", () => {
  test.each([
    [{ kid: "another" }, "unknown-key"],
    [{ kid: undefined }, "malformed"],
    [{ typ: "JWS" }, "malformed"],
    [{ alg: "none" }, "algorithm"],
    [{ alg: "HS512" }, "algorithm"],
    [{ alg: "RS256" }, "unknown-key"],
  ])("rejects %j: %s", (header, reason) => {
    expect(verdict({}, header)).toBe(reason);
  });

  test("rejects a certificate's public key as a shared secret", () => {
    const { certificatePem, subjectSerialNumber: kid } = inputs.p12;
    const pem = Buffer.from(createPublicKey(certificatePem).export({ type: "spki", format: "pem" }));
    const verify = verifierFor(inputs.merchantId);
    expect(verify(sign({}, { kid }, pem), request, NOW)).toBe("unknown-key");
    expect(verify(sign({}, { kid, alg: "RS256" }, pem), request, NOW)).toBe("signature");
  });
});

test("rejects a wrong secret", () => {
  const token = sign({}, {}, Buffer.from("another"));
  expect(verifierFor(inputs.merchantId)(token, request, NOW)).toBe("signature");
});

test("rejects a part with padding or another alphabet", () => {
  const [header = "", claims = "", signature = ""] = sign({}).split(".");
  expect(verifierFor(inputs.merchantId)(`${header}=.${claims}.${signature}`, request, NOW)).toBe("malformed");
});

describe("a meta key", () => {
  const verify = () => verifierFor(inputs.portfolioId);

  test("may act for a merchant of its portfolio", () => {
    expect(verify()(sign({ iss: inputs.portfolioId }), request, NOW)).toBeUndefined();
  });
  test("may act for its portfolio", () => {
    const claims = { iss: inputs.portfolioId, "v-c-merchant-id": inputs.portfolioId };
    expect(verify()(sign(claims), request, NOW)).toBeUndefined();
  });
  test("may not act for another merchant", () => {
    const claims = { iss: inputs.portfolioId, "v-c-merchant-id": "fake_merchant_002" };
    expect(verify()(sign(claims), request, NOW)).toBe("merchant");
  });
  test("must name the portfolio, not the merchant, as issuer", () => {
    expect(verify()(sign({}), request, NOW)).toBe("issuer");
  });
});

describe("replay", () => {
  test("accepts a token once, and another jti as well", () => {
    const verify = verifierFor(inputs.merchantId);
    expect(verify(sign({}), request, NOW)).toBeUndefined();
    expect(verify(sign({}), request, NOW)).toBe("replayed");
    expect(verify(sign({ jti: "another" }), request, NOW)).toBeUndefined();
  });

  test("doesn't remember the jti of a rejected token", () => {
    const verify = verifierFor(inputs.merchantId);
    expect(verify(sign({ "request-method": "get" }), request, NOW)).toBe("method");
    expect(verify(sign({}), request, NOW)).toBeUndefined();
  });

  test("accepts a jti again after its token has expired", () => {
    const verify = verifierFor(inputs.merchantId);
    const later = { iat: IAT + 120, exp: IAT + 240 };
    expect(verify(sign({}), request, NOW)).toBeUndefined();
    expect(verify(sign(later), request, new Date((IAT + 120) * 1000))).toBeUndefined();
  });
});
