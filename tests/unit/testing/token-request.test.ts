import { expect, test } from "@jest/globals";
import { encodeTokenRequest } from "../../../testing/token-request.js";

/** The client of the examples in RFC 6749, 2.3.1. */
const rfcClient = {
  clientId: "s6BhdRkqt3",
  clientSecret: "7Fjfp0ZBr1KtDRbnfVdmIw",
  scope: undefined,
  grantType: "client_credentials",
};

test("Basic matches the example of RFC 6749, 2.3.1, and the form has no credentials", () => {
  expect(encodeTokenRequest({ ...rfcClient, style: "basic" })).toMatchObject({
    headers: { authorization: "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3" },
    body: "grant_type=client_credentials",
  });
});

test("credentials in the body aren't also sent as Basic", () => {
  const { headers, body } = encodeTokenRequest({ ...rfcClient, style: "body" });
  expect(headers).not.toHaveProperty("authorization");
  expect(body).toBe("grant_type=client_credentials&client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw");
});

test("both styles encode the secret as in the example of RFC 6749, appendix B", () => {
  const client = { ...rfcClient, clientId: "a:b", clientSecret: " %&+£€" };
  const { headers } = encodeTokenRequest({ ...client, style: "basic" });
  const pair = Buffer.from(String(headers["authorization"]).slice("Basic ".length), "base64").toString();
  expect(pair).toBe("a%3Ab:+%25%26%2B%C2%A3%E2%82%AC");
  expect(encodeTokenRequest({ ...client, style: "body" }).body).toContain(
    "client_id=a%3Ab&client_secret=+%25%26%2B%C2%A3%E2%82%AC",
  );
});

test.each(["body", "basic"] as const)("the form contains the scope in the style %s", (style) => {
  const { body } = encodeTokenRequest({ ...rfcClient, style, scope: "a b" });
  expect(new URLSearchParams(body).get("scope")).toBe("a b");
});
