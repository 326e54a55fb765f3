import { describe, expect, test } from "@jest/globals";
import { runPlatform, send } from "../harness.js";
import { type Vector, inputs, withVectorCredentials, vectors } from "./vectors.js";

const isMetaKey = ({ name }: Vector) => name.includes("META KEY");

/** Sends a vector, with changes if given, and returns the reason if it is rejected. */
const reasonFor = async (vector: Vector, changed: Partial<Vector> = {}): Promise<string | undefined> => {
  const platform = await runPlatform(withVectorCredentials(isMetaKey(vector) ? inputs.portfolioId : inputs.merchantId));
  const { method, requestTarget, body, headers } = { ...vector, ...changed };
  const reply = await send(`${platform.origin}${requestTarget}`, {
    method: method.toUpperCase(),
    headers: { host: inputs.host, ...headers },
    ...(body !== null && { body }),
  });
  const reason = platform.journal[0]?.reason;
  expect(reply.status === 401).toBe(reason !== undefined && reason !== "not-found");
  if (reply.status === 401) expect(reply.text).toBe('{"response":{"rmsg":"Authentication Failed"}}');
  return reply.status === 401 ? reason : undefined;
};

const withHeader = (vector: Vector, name: string, change: (value: string) => string): Partial<Vector> => ({
  headers: { ...vector.headers, [name]: change(vector.headers[name] ?? "") },
});
const without = (vector: Vector, name: string): Partial<Vector> => ({
  headers: Object.fromEntries(Object.entries(vector.headers).filter(([each]) => each !== name)),
});
const lastLetterChanged = (text: string) => text.slice(0, -1) + (text.endsWith("A") ? "B" : "A");

test.each(vectors)("accepts $name", async (vector) => {
  expect(await reasonFor(vector)).toBeUndefined();
});

describe.each(vectors.filter(({ headers }) => "signature" in headers))("$name is rejected with", (vector) => {
  const header = (name: string, change: (value: string) => string) =>
    reasonFor(vector, withHeader(vector, name, change));
  const signature = (from: string | RegExp, to: string) => header("signature", (value) => value.replace(from, to));

  test("another host", async () => {
    expect(await header("host", () => "api.cybersource.com")).toBe("host");
  });
  test("another date within the skew", async () => {
    expect(await header("date", () => "Thu, 15 Jan 2026 12:34:57 GMT")).toBe("signature");
  });
  test("a date that isn't an HTTP date", async () => {
    expect(await header("date", () => inputs.nowIso)).toBe("date");
  });
  test("no date", async () => {
    expect(await reasonFor(vector, without(vector, "date"))).toBe("date");
  });
  test("another merchant", async () => {
    expect(await header("v-c-merchant-id", () => "fake_merchant_002")).toBe("merchant");
  });
  test("no merchant", async () => {
    expect(await reasonFor(vector, without(vector, "v-c-merchant-id"))).toBe("merchant");
  });
  test("another target", async () => {
    expect(await reasonFor(vector, { requestTarget: `${vector.requestTarget}x` })).toBe("signature");
  });
  test("another method", async () => {
    const method = vector.method === "get" ? "delete" : "put";
    expect(await reasonFor(vector, { method })).toBe("signature");
  });
  test("another key id", async () => {
    expect(await signature(inputs.keyId, "00000000-aaaa-4bbb-8ccc-ddddddddddde")).toBe("unknown-key");
  });
  test("another algorithm", async () => {
    expect(await signature("HmacSHA256", "HmacSHA1")).toBe("algorithm");
  });
  test("the headers in another order", async () => {
    expect(await signature("host date", "date host")).toBe("signed-headers");
  });
  test("a header left out", async () => {
    expect(await signature(" v-c-merchant-id", "")).toBe("signed-headers");
  });
  test("parentheses around the target", async () => {
    expect(await signature("request-target", "(request-target)")).toBe("signed-headers");
  });
  test("another signature", async () => {
    expect(await signature(/=(=?)"$/, '$1"')).toBe("signature");
    expect(await signature(/signature="./, 'signature="_')).toBe("signature");
  });
  test("a malformed signature header", async () => {
    expect(await header("signature", () => "keyid=1")).toBe("malformed");
  });
  test("no credentials", async () => {
    expect(await reasonFor(vector, without(vector, "signature"))).toBe("no-credentials");
  });
});

describe.each(vectors.filter(({ headers, body }) => "signature" in headers && body !== null))(
  "the body of $name",
  (vector) => {
    test.each([
      ["the body by one space", { body: `${String(vector.body)} ` }],
      ["the digest", withHeader(vector, "digest", (value) => value.replace("=h", "=i"))],
      ["the digest's algorithm", withHeader(vector, "digest", (value) => value.replace("SHA-256", "SHA-512"))],
      ["the digest, left out", without(vector, "digest")],
    ])("is protected against a change of %s", async (_what, changed) => {
      expect(await reasonFor(vector, changed)).toBe("digest");
    });
  },
);

describe.each(vectors.filter(({ headers }) => "Authorization" in headers))("$name is rejected with", (vector) => {
  const authorization = (change: (value: string) => string) =>
    reasonFor(vector, withHeader(vector, "Authorization", change));
  const part = (index: number, change: (value: string) => string) =>
    authorization((value) =>
      value
        .split(".")
        .map((each, position) => (position === index ? change(each) : each))
        .join("."),
    );

  test("another host", async () => {
    const changed = withHeader(vector, "host", () => "api.cybersource.com");
    expect(await reasonFor(vector, changed)).toBe("host");
  });
  test("another target", async () => {
    expect(await reasonFor(vector, { requestTarget: `${vector.requestTarget}x` })).toBe("path");
  });
  test("another method", async () => {
    expect(await reasonFor(vector, { method: "put" })).toBe("method");
  });
  test("another body", async () => {
    expect(await reasonFor(vector, { body: `${String(vector.body)} ` })).toBe("digest");
  });
  test("another header", async () => {
    const change = (value: string) =>
      Buffer.from(Buffer.from(value, "base64url").toString().replace('"kid":"', '"kid":"x')).toString("base64url");
    expect(await part(0, (value) => change(value.replace("Bearer ", "")).replace(/^/, "Bearer "))).toBe("unknown-key");
  });
  test("another claim", async () => {
    const change = (value: string) =>
      Buffer.from(Buffer.from(value, "base64url").toString().replace("fake_merchant_001", "fake_merchant_002"));
    expect(await part(1, (value) => change(value).toString("base64url"))).toBe("signature");
  });
  test("another signature", async () => {
    expect(await part(2, (value) => `A${value.slice(1)}B`.slice(0, value.length))).toBe("signature");
    expect(await part(2, lastLetterChanged)).toBe("signature");
  });
  test("a missing or an extra part", async () => {
    expect(await authorization((value) => value.slice(0, value.indexOf(".")))).toBe("malformed");
    expect(await authorization((value) => `${value}.x`)).toBe("malformed");
  });
  test("another scheme", async () => {
    expect(await authorization((value) => value.replace("Bearer", "Basic"))).toBe("malformed");
  });
  test("no credentials", async () => {
    expect(await reasonFor(vector, without(vector, "Authorization"))).toBe("no-credentials");
  });
});
