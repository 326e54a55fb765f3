import { describe, expect, test } from "@jest/globals";
import { type KmsError } from "../../../provider/api/errors.js";
import { type NoAnswer } from "../../../provider/api/exchange.js";
import { adviceOf, quoteBody, refused, withoutAnswer, withoutKey } from "../../../provider/api/failures.js";

const asked = { action: "CREATE", organizationId: "org", host: "api.example.com", correlationId: "correlation" };
const now = new Date("2026-06-01T12:00:00Z");
const ASKED = "CREATE for organization org at api.example.com";
const LATER = "Run `pulumi up` again later.";
const OUTCOME_UNKNOWN =
  "A key may have been made. Nothing was stored: wait a minute and run `pulumi up` again, which asks for a new one.";
const BAD_ANSWER =
  "A key may have been made. Nothing was stored: check `host` of the connection, wait a minute and run `pulumi up` again, " +
  "which asks for a new one; if it stays so, show the correlation id to the vendor's support.";
const SUPPORT = "Show the correlation id to the vendor's support.";
const REDIRECTED =
  "Redirects are not followed, because a signed request is meant for one host: check `host` of the connection.";

const told = ({ code, status, correlationId, message }: KmsError): unknown => ({
  code,
  status,
  correlationId,
  message,
});

/** The end of the message: what was made, what to do, and for a signature that is not accepted, what finds the cause. */
const endOf = (status: number, code: string, advice: string): string => {
  const told = code === "ERR_KMS_OUTCOME_UNKNOWN" ? advice : `Nothing was made. ${advice}`;
  const check = " To find the cause without making a key, run `npx pulumi-cybersource-webhooks check-access`.";
  return status === 401 ? told + check : told;
};

describe("a refusal", () => {
  const refusal = (status: number, headers: Record<string, string> = {}, body = ""): KmsError =>
    refused(asked, { status, body, headers, now }, ["sent-secret"]);

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
      "The credentials are known but may not do this: check their permissions and that they belong to the organization.",
    ],
    [404, "ERR_KMS_NOT_FOUND", "Check `environment` or `host` of the connection."],
    [
      406,
      "ERR_KMS_NOT_ACCEPTABLE",
      "The request offers application/json, and after it any other media type: check `host` of the " +
        "connection and whether a proxy changes the Accept header, or show the correlation id to the vendor's support.",
    ],
    [429, "ERR_KMS_RATE_LIMITED", LATER],
    [503, "ERR_KMS_UNAVAILABLE", LATER],
    [399, "ERR_KMS_REDIRECTED", REDIRECTED],
    [302, "ERR_KMS_REDIRECTED", REDIRECTED],
    [402, "ERR_KMS_REFUSED", SUPPORT],
    [499, "ERR_KMS_REFUSED", SUPPORT],
    [500, "ERR_KMS_OUTCOME_UNKNOWN", OUTCOME_UNKNOWN],
    [504, "ERR_KMS_OUTCOME_UNKNOWN", OUTCOME_UNKNOWN],
  ])("with status %i says what was asked, what came, what was made and what to do", (status, code, advice) => {
    const end = endOf(status, code, advice);
    expect(told(refusal(status))).toEqual({
      code,
      status,
      correlationId: "correlation",
      message: `${code}: ${ASKED} was answered with status ${status}; correlation id correlation. ${end}`,
    });
    expect(adviceOf(status)).toBe(advice);
  });

  test("quotes the words of a body that is JSON, less what was sent, and nothing of another", () => {
    expect(refusal(400, {}, '{"reason":"INVALID_DATA","echo":"sent-secret"}').message).toContain(
      "was answered with status 400 (INVALID_DATA); correlation id",
    );
    expect(refusal(400, {}, "<html>").message).toContain("was answered with status 400; correlation id");
    expect(quoteBody("<html>", [])).toBe("");
  });

  test("tells a clock that is apart for status 401 alone", () => {
    const date = new Date(now.getTime() - 90_000).toUTCString();
    expect(refusal(401, { date }).message).toMatch(
      /check-access`\. The clock of this machine is 90 s ahead of the service's\.$/,
    );
    expect(refusal(401, { date: now.toUTCString() }).message).toMatch(/check-access`\.$/);
    expect(refusal(403, { date }).message).toMatch(/belong to the organization\.$/);
  });

  test.each(["120", "0", "999999"])("tells the %s s that the service asks to wait", (seconds) => {
    expect(refusal(429, { "retry-after": seconds }).message).toBe(
      `ERR_KMS_RATE_LIMITED: ${ASKED} was answered with status 429; correlation id correlation. Nothing was made. ${LATER} The service asks to wait ${seconds} s.`,
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
      "No key was stored. Check the inputs that it names, or show the correlation id to the vendor's support.",
    ],
  ] as const)("%s says what was wrong with it and what to do", (code, advice) => {
    expect(told(withoutKey(asked, 201, { code, what: "something is wrong" }))).toEqual({
      code,
      status: 201,
      correlationId: "correlation",
      message: `${code}: ${ASKED} was answered with status 201, but something is wrong; correlation id correlation. ${advice}`,
    });
  });
});

describe("an exchange that broke", () => {
  const ended = (how: Partial<NoAnswer>): unknown =>
    told(
      withoutAnswer(asked, {
        isAnswer: false,
        missing: "answer",
        status: undefined,
        isTooLong: false,
        code: "ECONNRESET",
        proxyHost: undefined,
        ...how,
      }),
    );
  const failure = (code: string, status: number | undefined, came: string, advice: string): unknown => ({
    code,
    status,
    correlationId: "correlation",
    message: `${code}: ${ASKED} ${came}; correlation id correlation. ${advice}`,
  });

  test("before the request could leave made nothing", () => {
    expect(ended({ missing: "connection", code: "ECONNREFUSED" })).toEqual(
      failure(
        "ERR_KMS_UNREACHABLE",
        undefined,
        "was not sent: the connection was refused (ECONNREFUSED)",
        "Nothing was made. Check `host` of the connection, its port, and firewalls. Then run `pulumi up` again.",
      ),
    );
    expect(ended({ missing: "connection", code: "ECONNREFUSED", proxyHost: "proxy.example.com:3128" })).toEqual(
      failure(
        "ERR_KMS_UNREACHABLE",
        undefined,
        "was not sent: the connection was refused through the proxy proxy.example.com:3128 (ECONNREFUSED)",
        "Nothing was made. Check `host` of the connection, its port, and firewalls; check HTTPS_PROXY as well. Then run `pulumi up` again.",
      ),
    );
  });

  test("before TLS was there made nothing either", () => {
    expect(ended({ missing: "tls", code: "ECONNRESET" })).toMatchObject({ code: "ERR_KMS_UNREACHABLE" });
  });

  test.each([
    ["ETIMEDOUT", "no whole answer came within the time allowed"],
    ["ECONNRESET", "the connection broke before the whole answer came"],
    ["EPIPE", "the connection broke before the whole answer came"],
    ["ERR_HTTP_CONTENT_LENGTH_MISMATCH", "the connection broke before the whole answer came"],
    ["HPE_INVALID_CONSTANT", "what came is not HTTP"],
    ["ERR_ANOTHER", "no whole answer came"],
  ])("after the request may have left, with %s, may have made a key", (code, what) => {
    const sent = `was sent, but ${what} (${code})`;
    expect(ended({ code })).toEqual(failure("ERR_KMS_OUTCOME_UNKNOWN", undefined, sent, OUTCOME_UNKNOWN));
    // The status of an answer that did not come whole.
    expect(ended({ code, status: 200, missing: "connection" })).toEqual(
      failure("ERR_KMS_OUTCOME_UNKNOWN", 200, sent, OUTCOME_UNKNOWN),
    );
    expect(ended({ code, status: 299 })).toEqual(failure("ERR_KMS_OUTCOME_UNKNOWN", 299, sent, OUTCOME_UNKNOWN));
  });

  test.each([
    [199, "ERR_KMS_REDIRECTED", REDIRECTED],
    [300, "ERR_KMS_REDIRECTED", REDIRECTED],
    [401, "ERR_KMS_UNAUTHORIZED", adviceOf(401)],
    [503, "ERR_KMS_UNAVAILABLE", LATER],
  ])("inside a refusal with status %i is that refusal, however long it was", (status, code, advice) => {
    const came = `was answered with status ${status}, and not with a whole answer (ERR_ABORTED)`;
    expect(ended({ status, isTooLong: true, code: "ERR_ABORTED" })).toEqual(
      failure(code, status, came, endOf(status, code, advice)),
    );
  });

  test("because the answer was too long to be a key is an answer without a key", () => {
    const came = "was answered with status 201, but the answer is too long to be a key";
    expect(ended({ status: 201, isTooLong: true })).toEqual(failure("ERR_KMS_BAD_ANSWER", 201, came, BAD_ANSWER));
    expect(ended({ isTooLong: true })).toMatchObject({ code: "ERR_KMS_OUTCOME_UNKNOWN" });
  });
});
