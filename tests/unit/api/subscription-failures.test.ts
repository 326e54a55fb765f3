import { describe, expect, test } from "@jest/globals";
import { type NoAnswer } from "../../../provider/api/exchange.js";
import { canBeAboutProducts, objectionTo, SubscriptionError } from "../../../provider/api/subscription-error.js";
import {
  refusedSubscription,
  type SubscriptionRequest,
  unansweredSubscription,
  unreadableSubscription,
} from "../../../provider/api/subscription-failures.js";
import { READING, RUN_PROGRAM } from "../../support/subscription-requests.js";

const CREATING: SubscriptionRequest = {
  ...READING,
  purpose: "creating the subscription",
  method: "POST",
  isRepeatable: false,
};
const NOW = new Date("2026-06-01T12:00:00Z");

const CHECK = "To find the cause, run `npx pulumi-cybersource-webhooks check-access`.";
const SUPPORT = "Show the correlation id to the vendor's support.";
const LATER = "Run the command again later.";
const UNKNOWN =
  "The service may have created the subscription. Run `pulumi up` again: it looks for the subscription before it creates one.";
const INPUTS = "Check the inputs of the resource, and that the organization has a signing key.";
const UNAUTHORIZED = `Check merchantId, the key pair or P12, whether they belong to this host, and the clock of this machine. ${CHECK} ${RUN_PROGRAM}`;
const FORBIDDEN = `The credentials are valid, but they may not manage webhooks of this organization. ${CHECK} ${RUN_PROGRAM}`;
const NOT_FOUND =
  "This answer doesn't tell whether a subscription exists, so the state stays as it is. Check `environment` or `host` of " +
  `the connection and whether the credentials belong to the organization. ${RUN_PROGRAM}`;
const NOT_ACCEPTABLE = `Check \`host\` of the connection and whether a proxy changes the Accept header. ${SUPPORT}`;
const REDIRECTED = "Redirects are not followed. Check `host` of the connection.";

const answer = (status: number, body = "", headers: Record<string, string> = {}) =>
  ({ isAnswer: true, status, headers, body: Buffer.from(body) }) as const;

describe("a refusal", () => {
  test.each([
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
        `${code}: ${request.purpose} of org at api.example.com failed: status ${status}; correlation id correlation. ${advice}`,
      );
    }
  });

  test("names no organization if it isn't known", () => {
    const { message } = refusedSubscription({ ...READING, organizationId: "" }, answer(429), NOW, []);
    expect(message).toBe(
      "ERR_SUBSCRIPTION_RATE_LIMITED: reading the subscription at api.example.com failed: status 429; correlation id " +
        `correlation. ${LATER}`,
    );
  });

  test.each([500, 502, 504])("with status %i leaves the outcome open only for what isn't repeatable", (status) => {
    expect(refusedSubscription(READING, answer(status), NOW, []).message).toMatch(/^ERR_SUBSCRIPTION_UNAVAILABLE: /);
    const error = refusedSubscription(CREATING, answer(status), NOW, []);
    expect(error.message).toBe(
      `ERR_OUTCOME_UNKNOWN: creating the subscription of org at api.example.com failed: status ${status}; correlation id ` +
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
    expect(error.message.split("; correlation id correlation. ")[1]).toBe(advice);
  });

  test("quotes codes and fields, and nothing that resembles what the request held", () => {
    const url = "https://hooks.example.com/in?token=LARKS_FLY";
    const body = JSON.stringify({
      reason: "INVALID_DATA",
      message: `not ${url}`,
      details: ["LARKS_FLY", "organizationId"],
    });
    expect(refusedSubscription(CREATING, answer(400, body), NOW, [url]).message).toContain(
      "status 400 (INVALID_DATA; organizationId); correlation id",
    );
  });

  test("names the members that the answer names, and no other word", () => {
    const fields = [
      "securityPolicy.config.oAuthTokenExpiry",
      "products.0.productId",
      "hooks.example.com",
      "name.x",
      "name",
    ];
    const body = JSON.stringify({
      reason: "MISSING_FIELD",
      details: [...fields, "name"].map((field) => ({ field, reason: "no" })),
    });
    expect(refusedSubscription(CREATING, answer(400, body), NOW, ["https://token.example.com/name"]).message).toContain(
      "status 400 (MISSING_FIELD), which names securityPolicy.config.oAuthTokenExpiry, products.0.productId, name; correlation",
    );
  });

  test.each([
    ["products[0].eventTypes[1]", "products.0.eventTypes.1"],
    ["products[].productId", "products.productId"],
    ["/products/0/productId", "products.0.productId"],
    ["#/products/0/eventTypes", "products.0.eventTypes"],
    ["$.products", "products"],
    ["$['products'][0][\"productId\"]", "products.0.productId"],
  ])("names the member at %s, and takes the refusal for one of products", (field, path) => {
    const body = JSON.stringify({ details: [{ field }, { field: "name" }, { field: path }] });
    const error = refusedSubscription(CREATING, answer(400, body), NOW, []);
    expect(error.members).toEqual([path, "name"]);
    expect(error.message).toContain(`, which names ${path}, name; correlation`);
    expect(canBeAboutProducts(error)).toBe(true);
  });

  test.each(["", "/", "$", "https://hooks.example.com/name", "name of the shop", "/secret/name", "products[-1]"])(
    "names nothing at %j, which is no path of members",
    (field) => {
      const error = refusedSubscription(CREATING, answer(400, JSON.stringify({ details: [{ field }] })), NOW, []);
      expect(error.members).toEqual([]);
    },
  );

  test("mentions a clock that is wrong for status 401 only", () => {
    const headers = { date: new Date(NOW.getTime() - 90_000).toUTCString() };
    const messageOf = (status: number) => refusedSubscription(READING, answer(status, "", headers), NOW, []).message;
    expect(messageOf(401)).toMatch(/ The clock of this machine is 90 s ahead of the service's\.$/);
    expect(messageOf(403)).toMatch(/with the old one\.$/);
  });

  test("repeats how long the service asks to wait", () => {
    expect(refusedSubscription(READING, answer(429, "", { "retry-after": "61" }), NOW, []).message).toMatch(
      / Run the command again later\. The service asks to wait 61 s\.$/,
    );
  });
});

test("a 2xx answer that can't be read leaves the outcome open only for what isn't repeatable", () => {
  const text = "failed: status 200, but the answer can't be read; correlation id correlation.";
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
          "(ECONNREFUSED), so nothing was sent; correlation id correlation. Check `host` of the connection, its port, and " +
          `firewalls. ${RUN_PROGRAM}`,
      );
    }
    const command = errorOf({ ...READING, caller: "command" }, { missing: "connection", code: "ECONNREFUSED" });
    expect(command.message).toMatch(/Check `host` of the connection, its port, and firewalls\.$/);
    const proxied = errorOf(READING, { missing: "connection", code: "ECONNREFUSED", proxyHost: "proxy.example.com" });
    expect(proxied.message).toContain("the connection was refused through the proxy proxy.example.com (ECONNREFUSED)");
    expect(proxied.message).toContain("firewalls; check HTTPS_PROXY as well. ");
  });

  test.each([undefined, 200, 201])(
    "leaves the outcome open only for what isn't repeatable, with status %s",
    (status) => {
      expect(errorOf(READING, { status }).message).toBe(
        "ERR_SUBSCRIPTION_UNAVAILABLE: reading the subscription of org at api.example.com failed: the connection was closed " +
          `before the answer was complete (ECONNRESET); correlation id correlation. ${LATER}`,
      );
      expect(errorOf(CREATING, { status }).message).toBe(
        "ERR_OUTCOME_UNKNOWN: creating the subscription of org at api.example.com failed: the connection was closed " +
          `before the answer was complete (ECONNRESET); correlation id correlation. ${UNKNOWN}`,
      );
    },
  );

  test("can't be read if it is too long", () => {
    const long = { status: 200, isTooLong: true, code: "ERR_ABORTED" };
    expect(errorOf(READING, long).message).toMatch(
      /^ERR_SUBSCRIPTION_BAD_ANSWER: .* failed: status 200, but the answer can't be read; /,
    );
    expect(errorOf(CREATING, long).message).toMatch(/^ERR_OUTCOME_UNKNOWN: .* the answer can't be read; /);
  });

  test("with a status outside 2xx has the meaning of the status", () => {
    expect(errorOf(CREATING, { status: 400 }).message).toBe(
      "ERR_SUBSCRIPTION_BAD_REQUEST: creating the subscription of org at api.example.com failed: status 400, but the answer " +
        `is incomplete (ECONNRESET); correlation id correlation. ${INPUTS}`,
    );
    expect(errorOf(CREATING, { status: 502 }).code).toBe("ERR_OUTCOME_UNKNOWN");
  });
});

describe("the refusal of a request", () => {
  const rejecting = (error: Error) => objectionTo(Promise.reject(error));

  test("is nothing after a success, and the error after a status below 500", async () => {
    expect(await objectionTo(Promise.resolve(undefined))).toBeUndefined();
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
