import { describe, expect, test } from "@jest/globals";
import { type NoAnswer } from "../../../provider/api/exchange.js";
import { refusalOf, SubscriptionError } from "../../../provider/api/subscription-error.js";
import {
  refusedSubscription,
  type SubscriptionRequest,
  unansweredSubscription,
  unreadableSubscription,
} from "../../../provider/api/subscription-failures.js";

const READING: SubscriptionRequest = {
  purpose: "reading the subscription",
  organizationId: "org",
  host: "api.example.com",
  correlationId: "correlation",
  isRepeatable: true,
  caller: "run",
};
const CREATING: SubscriptionRequest = { ...READING, purpose: "creating the subscription", isRepeatable: false };
const NOW = new Date("2026-06-01T12:00:00Z");

const RUN_PROGRAM =
  "If you have changed the stack's configuration since the last `pulumi up`, run `pulumi up --refresh --run-program " +
  "--continue-on-error`, or `pulumi destroy --run-program`: without --run-program, both read and delete with the old one.";
const CHECK = "To find the cause, run `npx pulumi-cybersource-webhooks check-access`.";
const SUPPORT = "Show the correlation ID to the vendor's support.";
const LATER = "Run the command again later.";
const UNKNOWN =
  "The service may have created the subscription. Run `pulumi up` again: it looks for the subscription before it creates one.";
const INPUTS = "Check the inputs of the resource.";
const UNAUTHORIZED = `Check merchantId, the key pair or P12, whether they belong to this host, and this machine's clock. ${CHECK} ${RUN_PROGRAM}`;
const FORBIDDEN = `The credentials are valid, but they may not manage webhooks of this organization. ${CHECK} ${RUN_PROGRAM}`;
const NOT_FOUND =
  "Whether the subscription still exists can't be told from this answer, so it stays in the state. Check `environment` or " +
  `\`host\` of the connection and whether the credentials belong to the organization. ${RUN_PROGRAM}`;
const NOT_ACCEPTABLE = `Check \`host\` of the connection and whether a proxy changes the Accept header. ${SUPPORT}`;
const REDIRECTED = "Redirects are not followed. Check `host` of the connection.";

const answer = (status: number, body = "", headers: Record<string, string> = {}) =>
  ({ isAnswer: true, status, headers, body: Buffer.from(body) }) as const;

describe("a refusal", () => {
  test.each([
    [400, "ERR_SUBSCRIPTION_BAD_REQUEST", INPUTS],
    [401, "ERR_SUBSCRIPTION_UNAUTHORIZED", UNAUTHORIZED],
    [403, "ERR_SUBSCRIPTION_FORBIDDEN", FORBIDDEN],
    [404, "ERR_SUBSCRIPTION_NOT_FOUND", NOT_FOUND],
    [406, "ERR_SUBSCRIPTION_NOT_ACCEPTABLE", NOT_ACCEPTABLE],
    [429, "ERR_SUBSCRIPTION_RATE_LIMITED", LATER],
    [503, "ERR_SUBSCRIPTION_UNAVAILABLE", LATER],
    [402, "ERR_SUBSCRIPTION_REFUSED", SUPPORT],
    [499, "ERR_SUBSCRIPTION_REFUSED", SUPPORT],
    [399, "ERR_SUBSCRIPTION_REDIRECTED", REDIRECTED],
    [302, "ERR_SUBSCRIPTION_REDIRECTED", REDIRECTED],
  ])("with status %i says what was refused and what to do", (status, code, advice) => {
    for (const request of [READING, CREATING]) {
      const error = refusedSubscription(request, answer(status), NOW, []);
      expect(error).toMatchObject({ name: "SubscriptionError", code, status });
      expect(error.message).toBe(
        `${code}: ${request.purpose} of org at api.example.com failed: status ${status}; correlation ID correlation. ${advice}`,
      );
    }
  });

  test.each([500, 502, 504])("with status %i leaves the outcome open only for what isn't repeatable", (status) => {
    expect(refusedSubscription(READING, answer(status), NOW, []).message).toMatch(/^ERR_SUBSCRIPTION_UNAVAILABLE: /);
    const error = refusedSubscription(CREATING, answer(status), NOW, []);
    expect(error.message).toBe(
      `ERR_OUTCOME_UNKNOWN: creating the subscription of org at api.example.com failed: status ${status}; correlation ID ` +
        `correlation. ${UNKNOWN}`,
    );
  });

  test.each([
    [400, "Check the organization and the webhook ID."],
    [401, UNAUTHORIZED.replace(` ${RUN_PROGRAM}`, "")],
    [403, FORBIDDEN.replace(` ${RUN_PROGRAM}`, "")],
    [404, "Check `environment` or `host` of the connection and whether the credentials belong to the organization."],
    [429, LATER],
  ])("with status %i says nothing about runs to another command", (status, advice) => {
    const error = refusedSubscription({ ...READING, caller: "command" }, answer(status), NOW, []);
    expect(error.message.split("; correlation ID correlation. ")[1]).toBe(advice);
  });

  test("quotes codes and fields, and nothing that resembles what the request held", () => {
    const url = "https://hooks.example.com/in?token=LARKS_FLY";
    const body = JSON.stringify({
      reason: "INVALID_DATA",
      message: `not ${url}`,
      details: ["LARKS_FLY", "organizationId"],
    });
    expect(refusedSubscription(CREATING, answer(400, body), NOW, [url]).message).toContain(
      "status 400 (INVALID_DATA; organizationId); correlation ID",
    );
  });

  test("mentions a clock that is wrong for status 401 only", () => {
    const headers = { date: new Date(NOW.getTime() - 90_000).toUTCString() };
    const messageOf = (status: number) => refusedSubscription(READING, answer(status, "", headers), NOW, []).message;
    expect(messageOf(401)).toMatch(/ This machine's clock is 90 s ahead of the service's\.$/);
    expect(messageOf(403)).toMatch(/with the old one\.$/);
  });
});

test("a 2xx answer that can't be read leaves the outcome open only for what isn't repeatable", () => {
  const text = "failed: status 200, but the answer can't be read; correlation ID correlation.";
  expect(unreadableSubscription(READING, answer(200)).message).toBe(
    `ERR_SUBSCRIPTION_BAD_ANSWER: reading the subscription of org at api.example.com ${text} Check \`host\` of the connection. ${SUPPORT}`,
  );
  expect(unreadableSubscription(CREATING, answer(200)).message).toBe(
    `ERR_OUTCOME_UNKNOWN: creating the subscription of org at api.example.com ${text} ${UNKNOWN}`,
  );
});

describe("a request without a complete answer", () => {
  const errorOf = (request: SubscriptionRequest, how: Partial<NoAnswer>): SubscriptionError =>
    unansweredSubscription(request, {
      isAnswer: false,
      missing: "answer",
      status: undefined,
      isTooLong: false,
      code: "ECONNRESET",
      proxyHost: undefined,
      ...how,
    });

  test("wasn't sent if there was no connection", () => {
    for (const request of [READING, CREATING]) {
      const { code, message } = errorOf(request, { missing: "connection", code: "ECONNREFUSED" });
      expect(code).toBe("ERR_SUBSCRIPTION_UNREACHABLE");
      expect(message).toBe(
        `ERR_SUBSCRIPTION_UNREACHABLE: ${request.purpose} of org at api.example.com failed: the connection was refused ` +
          "(ECONNREFUSED), so nothing was sent; correlation ID correlation. Check `host` of the connection, its port, and " +
          `firewalls. ${RUN_PROGRAM}`,
      );
    }
    const command = errorOf({ ...READING, caller: "command" }, { missing: "connection", code: "ECONNREFUSED" });
    expect(command.message).toMatch(/Check `host` of the connection, its port, and firewalls\.$/);
    const proxied = errorOf(READING, { missing: "connection", code: "ECONNREFUSED", proxyHost: "proxy.example.com" });
    expect(proxied.message).toContain("the connection was refused through the proxy proxy.example.com (ECONNREFUSED)");
    expect(proxied.message).toContain("firewalls. Check HTTPS_PROXY too.");
  });

  test.each([undefined, 200, 201])(
    "leaves the outcome open only for what isn't repeatable, with status %s",
    (status) => {
      expect(errorOf(READING, { status }).message).toBe(
        "ERR_SUBSCRIPTION_UNAVAILABLE: reading the subscription of org at api.example.com failed: no whole answer (ECONNRESET); " +
          `correlation ID correlation. ${LATER}`,
      );
      expect(errorOf(CREATING, { status }).message).toBe(
        "ERR_OUTCOME_UNKNOWN: creating the subscription of org at api.example.com failed: no whole answer (ECONNRESET); " +
          `correlation ID correlation. ${UNKNOWN}`,
      );
    },
  );

  test("with a status outside 2xx has the meaning of the status", () => {
    expect(errorOf(CREATING, { status: 400 }).message).toBe(
      "ERR_SUBSCRIPTION_BAD_REQUEST: creating the subscription of org at api.example.com failed: status 400 without a whole " +
        `answer (ECONNRESET); correlation ID correlation. ${INPUTS}`,
    );
    expect(errorOf(CREATING, { status: 502 }).code).toBe("ERR_OUTCOME_UNKNOWN");
  });
});

describe("the refusal of a request", () => {
  const rejecting = (error: Error) => refusalOf(Promise.reject(error));

  test("is nothing after a success, and the error after a status below 500", async () => {
    expect(await refusalOf(Promise.resolve())).toBeUndefined();
    const refused = new SubscriptionError("ERR_SUBSCRIPTION_BAD_REQUEST", "text", 400);
    expect(await rejecting(refused)).toBe(refused);
  });

  test.each([
    new SubscriptionError("ERR_SUBSCRIPTION_UNAVAILABLE", "text", 500),
    new SubscriptionError("ERR_SUBSCRIPTION_UNREACHABLE", "text"),
    new Error("a bug"),
  ])("is no other error: %s", async (error) => {
    await expect(rejecting(error)).rejects.toBe(error);
  });
});
