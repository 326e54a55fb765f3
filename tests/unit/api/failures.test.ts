import { describe, expect, test } from "@jest/globals";
import { type KmsError } from "../../../provider/api/errors.js";
import { type NoAnswer } from "../../../provider/api/exchange.js";
import { adviceOf, quoteBody, refused, withoutAnswer, withoutKey } from "../../../provider/api/failures.js";

const request = { action: "CREATE", organizationId: "org", host: "api.example.com", correlationId: "correlation" };
const now = new Date("2026-06-01T12:00:00Z");
const REQUEST = "CREATE for organization org at api.example.com";
const LATER = "Run `pulumi up` again later.";
const OUTCOME_UNKNOWN =
  "A key may have been created, but the stack doesn't have it. Wait a minute, and run `pulumi up` again to request a new " +
  "one.";
const BAD_ANSWER =
  "A key may have been created, but the stack doesn't have it. Check `host` of the connection, wait a minute, and run " +
  "`pulumi up` again to request a new one. If the error persists, show the correlation id to the vendor's support.";
const SUPPORT = "Show the correlation id to the vendor's support.";
const REDIRECTED =
  "Redirects are not followed, because a signed request is meant for one host: check `host` of the connection.";

const contentsOf = ({ code, status, correlationId, message }: KmsError): unknown => ({
  code,
  status,
  correlationId,
  message,
});

/** The end of the message: whether a key was created, what to do, and for status 401 the command that finds the cause. */
const endOf = (status: number, code: string, advice: string): string => {
  const keyAdvice = code === "ERR_KMS_OUTCOME_UNKNOWN" ? advice : `No key was created. ${advice}`;
  const check = " To find the cause without creating a key, run `npx pulumi-cybersource-webhooks check-access`.";
  return status === 401 ? keyAdvice + check : keyAdvice;
};

describe("a refusal", () => {
  const refusal = (status: number, headers: Record<string, string> = {}, body = ""): KmsError =>
    refused(request, { status, body, headers, now }, ["sent-secret"]);

  test.each([
    [400, "ERR_KMS_BAD_REQUEST", "Check organizationId, keyProvider, tenant and expiryDuration of the resource."],
    [
      401,
      "ERR_KMS_UNAUTHORIZED",
      "Check merchantId, the key pair or P12, that they belong to this host (test or production), and the clock of this machine.",
    ],
    [
      403,
      "ERR_KMS_FORBIDDEN",
      "The credentials are known but aren't authorized to do this: check their permissions, and that they belong to the organization.",
    ],
    [404, "ERR_KMS_NOT_FOUND", "Check `environment` or `host` of the connection."],
    [
      406,
      "ERR_KMS_NOT_ACCEPTABLE",
      "The request accepts application/json or any other media type: check `host` of the connection and whether a proxy " +
        "changes the Accept header, or show the correlation id to the vendor's support.",
    ],
    [429, "ERR_KMS_RATE_LIMITED", LATER],
    [503, "ERR_KMS_UNAVAILABLE", LATER],
    [399, "ERR_KMS_REDIRECTED", REDIRECTED],
    [302, "ERR_KMS_REDIRECTED", REDIRECTED],
    [402, "ERR_KMS_REFUSED", SUPPORT],
    [499, "ERR_KMS_REFUSED", SUPPORT],
    [500, "ERR_KMS_OUTCOME_UNKNOWN", OUTCOME_UNKNOWN],
    [504, "ERR_KMS_OUTCOME_UNKNOWN", OUTCOME_UNKNOWN],
  ])(
    "with status %i names the request and the answer, and says whether a key exists and what to do",
    (status, code, advice) => {
      const end = endOf(status, code, advice);
      expect(contentsOf(refusal(status))).toEqual({
        code,
        status,
        correlationId: "correlation",
        message: `${code}: ${REQUEST} was answered with status ${status}; correlation id correlation. ${end}`,
      });
      expect(adviceOf(status)).toBe(advice);
    },
  );

  test("quotes a JSON body without the secrets of the request, and no other body", () => {
    expect(refusal(400, {}, '{"reason":"INVALID_DATA","echo":"sent-secret"}').message).toContain(
      "was answered with status 400 (INVALID_DATA); correlation id",
    );
    expect(refusal(400, {}, "<html>").message).toContain("was answered with status 400; correlation id");
    expect(quoteBody("<html>", [])).toBe("");
  });

  test("mentions a clock that is wrong for status 401 only", () => {
    const date = new Date(now.getTime() - 90_000).toUTCString();
    expect(refusal(401, { date }).message).toMatch(
      /check-access`\. The clock of this machine is 90 s ahead of the service's\.$/,
    );
    expect(refusal(401, { date: now.toUTCString() }).message).toMatch(/check-access`\.$/);
    expect(refusal(403, { date }).message).toMatch(/belong to the organization\.$/);
  });

  test.each(["120", "0", "999999"])("repeats that the service asks to wait %s s", (seconds) => {
    expect(refusal(429, { "retry-after": seconds }).message).toBe(
      `ERR_KMS_RATE_LIMITED: ${REQUEST} was answered with status 429; correlation id correlation. No key was created. ${LATER} The service asks to wait ${seconds} s.`,
    );
  });

  test.each(["", "soon", "1000000", "-1", "1 2", "12s", "s12"])("repeats no other Retry-After: %j", (value) => {
    expect(refusal(429, { "retry-after": value }).message).toMatch(/again later\.$/);
  });
});

describe("an answer without a key", () => {
  test.each([
    ["ERR_KMS_BAD_ANSWER", BAD_ANSWER],
    [
      "ERR_KMS_KEY_FAILED",
      "No key was stored. Check the inputs that the answer names, or show the correlation id to the vendor's support.",
    ],
  ] as const)("%s says what is wrong with it and what to do", (code, advice) => {
    expect(contentsOf(withoutKey(request, 201, { code, what: "something is wrong" }))).toEqual({
      code,
      status: 201,
      correlationId: "correlation",
      message: `${code}: ${REQUEST} was answered with status 201, but something is wrong; correlation id correlation. ${advice}`,
    });
  });
});

describe("a request without a complete answer", () => {
  const errorOf = (noAnswer: Partial<NoAnswer>): unknown =>
    contentsOf(
      withoutAnswer(request, {
        isAnswer: false,
        missing: "answer",
        status: undefined,
        isTooLong: false,
        code: "ECONNRESET",
        proxyHost: undefined,
        ...noAnswer,
      }),
    );
  const failure = (code: string, status: number | undefined, outcome: string, advice: string): unknown => ({
    code,
    status,
    correlationId: "correlation",
    message: `${code}: ${REQUEST} ${outcome}; correlation id correlation. ${advice}`,
  });

  test("creates no key if there was no connection", () => {
    expect(errorOf({ missing: "connection", code: "ECONNREFUSED" })).toEqual(
      failure(
        "ERR_KMS_UNREACHABLE",
        undefined,
        "was not sent: the connection was refused (ECONNREFUSED)",
        "No key was created. Check `host` of the connection, its port, and firewalls. Then run `pulumi up` again.",
      ),
    );
    expect(errorOf({ missing: "connection", code: "ECONNREFUSED", proxyHost: "proxy.example.com:3128" })).toEqual(
      failure(
        "ERR_KMS_UNREACHABLE",
        undefined,
        "was not sent: the connection was refused through the proxy proxy.example.com:3128 (ECONNREFUSED)",
        "No key was created. Check `host` of the connection, its port, and firewalls; check HTTPS_PROXY as well. Then run `pulumi up` again.",
      ),
    );
  });

  test("creates no key if the TLS handshake failed", () => {
    expect(errorOf({ missing: "tls", code: "ECONNRESET" })).toMatchObject({ code: "ERR_KMS_UNREACHABLE" });
  });

  test.each([
    ["ETIMEDOUT", "no complete answer arrived within the time allowed"],
    ["ECONNRESET", "the connection was closed before the answer was complete"],
    ["EPIPE", "the connection was closed before the answer was complete"],
    ["ERR_HTTP_CONTENT_LENGTH_MISMATCH", "the connection was closed before the answer was complete"],
    ["HPE_INVALID_CONSTANT", "the answer isn't HTTP"],
    ["ERR_ANOTHER", "no complete answer arrived"],
  ])("may have created a key if it may have been sent (%s)", (code, what) => {
    const sent = `was sent, but ${what} (${code})`;
    expect(errorOf({ code })).toEqual(failure("ERR_KMS_OUTCOME_UNKNOWN", undefined, sent, OUTCOME_UNKNOWN));
    // The headers arrived, but not the complete body.
    expect(errorOf({ code, status: 200, missing: "connection" })).toEqual(
      failure("ERR_KMS_OUTCOME_UNKNOWN", 200, sent, OUTCOME_UNKNOWN),
    );
    expect(errorOf({ code, status: 299 })).toEqual(failure("ERR_KMS_OUTCOME_UNKNOWN", 299, sent, OUTCOME_UNKNOWN));
  });

  test.each([
    [199, "ERR_KMS_REDIRECTED", REDIRECTED],
    [300, "ERR_KMS_REDIRECTED", REDIRECTED],
    [401, "ERR_KMS_UNAUTHORIZED", adviceOf(401)],
    [503, "ERR_KMS_UNAVAILABLE", LATER],
  ])(
    "but with status %i fails as a complete answer with that status would, however long it is",
    (status, code, advice) => {
      const outcome = `was answered with status ${status}, but the answer is incomplete (ERR_ABORTED)`;
      expect(errorOf({ status, isTooLong: true, code: "ERR_ABORTED" })).toEqual(
        failure(code, status, outcome, endOf(status, code, advice)),
      );
    },
  );

  test("is a bad answer if the client stopped reading because it was too long", () => {
    const outcome = "was answered with status 201, but the answer is too long to be a key";
    expect(errorOf({ status: 201, isTooLong: true })).toEqual(failure("ERR_KMS_BAD_ANSWER", 201, outcome, BAD_ANSWER));
    expect(errorOf({ isTooLong: true })).toMatchObject({ code: "ERR_KMS_OUTCOME_UNKNOWN" });
  });
});
