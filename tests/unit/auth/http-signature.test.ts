import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { type SignedRequest } from "../../../provider/auth/authenticator.js";
import { httpSignature } from "../../../provider/auth/http-signature.js";
import { codeOf, getRequest, knownAnswers, now, postRequest, secretPair } from "./requests.js";
import { requestVectors } from "./vectors.js";

const { merchantId, portfolioId } = requestVectors.inputs;

/** Computes the signature from the headers alone, as a server would. */
const recompute = (request: SignedRequest, headers: Readonly<Record<string, string>>, signer: string): string => {
  const values: Record<string, string | undefined> = {
    ...headers,
    host: request.host,
    "request-target": `${request.method.toLowerCase()} ${request.path}`,
    "v-c-merchant-id": signer,
  };
  const names = /headers="([^"]*)"/.exec(headers.signature ?? "")?.[1]?.split(" ") ?? [];
  const text = names.map((name) => `${name}: ${values[name] ?? "missing"}`).join("\n");
  return createHmac("sha256", Buffer.from(secretPair.sharedSecret, "base64")).update(text).digest("base64");
};

describe("the official client's known answers", () => {
  test.each(knownAnswers("http-signature"))("$name", async ({ name, request, headers }) => {
    const meta = name.includes("META KEY") ? { portfolioId } : {};
    const sent = await httpSignature({ ...secretPair, ...meta })(request, now);
    expect(sent).toStrictEqual(Object.fromEntries(Object.keys(sent).map((header) => [header, headers.get(header)])));
    expect(Object.keys(sent)).toStrictEqual(
      ["v-c-merchant-id", "date", "digest", "signature"].filter((header) => headers.has(header)),
    );
  });

  test("are all there", () => {
    expect(knownAnswers("http-signature")).toHaveLength(3);
  });
});

describe("a signature", () => {
  test("covers every header that it lists, with the decoded secret", async () => {
    for (const request of [postRequest, getRequest]) {
      const headers = await httpSignature(secretPair)(request, now);
      expect(headers.signature).toContain(`signature="${recompute(request, headers, merchantId)}"`);
    }
  });

  test("with a meta key covers the portfolio, while the header names the merchant", async () => {
    const headers = await httpSignature({ ...secretPair, portfolioId })(postRequest, now);
    expect(headers["v-c-merchant-id"]).toBe(merchantId);
    expect(headers.signature).toContain(`signature="${recompute(postRequest, headers, portfolioId)}"`);
  });

  test("of a POST covers the bytes of the body, or an empty body if there is none", async () => {
    const sign = httpSignature(secretPair);
    const digest = (body: string): string =>
      `SHA-256=${createHash("sha256").update(Buffer.from(body, "utf8")).digest("base64")}`;
    const { body = "", ...withoutBody } = postRequest;
    expect((await sign(postRequest, now)).digest).toBe(digest(body));
    expect((await sign(withoutBody, now)).digest).toBe(digest(""));
  });

  test("of a GET has no digest", async () => {
    const headers = await httpSignature(secretPair)(getRequest, now);
    expect(headers).not.toHaveProperty("digest");
    expect(headers.signature).toContain('headers="host date request-target v-c-merchant-id"');
  });

  test("has the instant that was passed as its date", async () => {
    const { date } = await httpSignature(secretPair)(getRequest, new Date("2026-03-01T00:00:00.999Z"));
    expect(date).toBe("Sun, 01 Mar 2026 00:00:00 GMT");
  });
});

describe("refuses at once", () => {
  test.each(["merchantId", "keyId", "portfolioId"])("a %s that cannot be sent", (id) => {
    expect(codeOf(() => httpSignature({ ...secretPair, [id]: 'a" b' }))).toBe("ERR_AUTH_ID");
  });

  test("a shared secret that is not base64", () => {
    expect(codeOf(() => httpSignature({ ...secretPair, sharedSecret: "no base64" }))).toBe("ERR_AUTH_SHARED_SECRET");
  });
});
