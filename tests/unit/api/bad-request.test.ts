import { expect, test } from "@jest/globals";
import { judgeAnswer } from "../../../cli/access/judge-answer.js";
import { judgeSubscriptions } from "../../../cli/access/judge-subscriptions.js";
import { refusedSubscription, type SubscriptionRequest } from "../../../provider/api/subscription-failures.js";
import { READING, RUN_PROGRAM } from "../../support/subscription-requests.js";

const REQUEST: SubscriptionRequest = { ...READING, purpose: "asking about the subscription" };
const NOW = new Date("2026-06-01T12:00:00Z");
const ANSWER = { isAnswer: true, status: 400, headers: {}, body: Buffer.from("") } as const;

const INPUTS = "Check the inputs of the resource, and that the organization has a signing key.";
const SUPPORT = "Show the correlation id to the vendor's support.";
const CARRIED =
  "Check `environment` or `host` of the connection, and senderOrganizationId and permissions if they are set: every request " +
  "carries them.";

test.each([
  ["POST", INPUTS],
  ["PATCH", INPUTS],
  [
    "PUT",
    "Only the status was sent, so no other input is wrong. Check that the organization has a signing key, and with `npx " +
      "pulumi-cybersource-webhooks subscriptions` whether the platform still reviews the subscription or has blocked it. " +
      `Then run \`pulumi up\` again. If the error persists: ${SUPPORT}`,
  ],
  [
    "GET",
    "Only organizationId was sent, with the subscription's id or, in a list, with a product and an event. Check those that " +
      `you gave, the id as \`adopt\` or to \`pulumi import\`. Other inputs don't matter. ${CARRIED} If the error persists: ` +
      `${SUPPORT} ${RUN_PROGRAM}`,
  ],
  [
    "DELETE",
    `The subscription stays in the state. Only its id was sent, so changing inputs doesn't help. ${CARRIED} Then delete it ` +
      "again. If `npx pulumi-cybersource-webhooks subscriptions` no longer lists it, take it out of the state with `pulumi " +
      `state delete URN\`. If it does: ${SUPPORT} ${RUN_PROGRAM}`,
  ],
] as const)("status 400 to %s says what of that request can be corrected", (method, advice) => {
  const error = refusedSubscription({ ...REQUEST, method }, ANSWER, NOW, []);
  expect(error).toMatchObject({ name: "SubscriptionError", code: "ERR_SUBSCRIPTION_BAD_REQUEST", status: 400 });
  expect(error.message).toBe(
    "ERR_SUBSCRIPTION_BAD_REQUEST: asking about the subscription of org at api.example.com failed: status 400; correlation " +
      `id correlation. ${advice}`,
  );
});

test.each([409, 422])("status %i, which refuses what was sent, too, says the same and names the support", (status) => {
  const adviceOf = (request: SubscriptionRequest, refused: number): string =>
    refusedSubscription(request, { ...ANSWER, status: refused }, NOW, []).message.split(
      "; correlation id correlation. ",
    )[1] ?? "";
  for (const method of ["POST", "PATCH", "PUT", "GET", "DELETE"] as const) {
    const request = { ...REQUEST, method };
    const error = refusedSubscription(request, { ...ANSWER, status }, NOW, []);
    expect(error).toMatchObject({ code: "ERR_SUBSCRIPTION_REFUSED", status });
    const more = method === "POST" || method === "PATCH" ? ` If they are right: ${SUPPORT}` : "";
    expect(adviceOf(request, status)).toBe(adviceOf(request, 400) + more);
  }
  expect(adviceOf({ ...REQUEST, caller: "command" }, status)).toBe(
    `Check the organization and the webhook ID. If they are right: ${SUPPORT}`,
  );
});

test("status 400 in check-access isn't explained with inputs of a key", () => {
  const asked = {
    organizationId: "org",
    url: new URL("https://api.example.com"),
    proxyHost: undefined,
    timeoutMs: 30_000,
    now: NOW,
    correlationId: "correlation",
  };
  const failed = {
    verdict: "failed",
    meaning:
      "status 400; correlation id correlation. Check the organization, and senderOrganizationId and permissions of the " +
      "connection if they are set. If they are right, show the correlation id to the vendor's support.",
  };
  expect(judgeAnswer(ANSWER, asked)).toContainEqual({ name: "answer", ...failed });
  expect(judgeSubscriptions(ANSWER, asked)).toEqual({ name: "webhooks", ...failed });
});
