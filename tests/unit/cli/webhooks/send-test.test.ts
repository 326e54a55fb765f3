import { expect, test } from "@jest/globals";
import { createClient } from "../../../../cli/webhooks/ask-places.js";
import { sendTest, testText } from "../../../../cli/webhooks/send-test.js";
import { type Platform } from "../../../../local/platform/server.js";
import { connectionTo } from "../../../support/key-requests.js";
import { startReceiver } from "../../local/platform/receiver.js";
import { ORGANIZATION, runWithKey, setStatus, subscribe } from "../../local/platform/subscriptions/harness.js";

const placeAt = (platform: Platform) => ({
  connection: connectionTo(platform.origin),
  organizationId: ORGANIZATION,
  host: "api.example.com",
});
const textOf = async (platform: Platform, webhookId: string): Promise<string[]> =>
  testText(await sendTest(createClient(), placeAt(platform), webhookId)).split("\n");

test("says what the platform sent, with the trace ID that the receiver gets", async () => {
  const receiver = await startReceiver();
  const platform = await runWithKey({ firstStatus: "INACTIVE", testRetryNumber: "string" });
  const webhookUrl = `${receiver.hook}?token=nobody-may-see`;
  const products = [
    { productId: "payByLink", eventTypes: ["payByLink.merchant.payment", "payByLink.customer.payment"] },
  ];
  const webhookId = await subscribe(platform, { webhookUrl, products });

  const first = await textOf(platform, webhookId);
  await platform.settled();
  const traceId = String(receiver.received[0]?.headers["v-c-transaction-trace-id"]);
  expect(first).toEqual([
    `Subscription ${webhookId} of ${ORGANIZATION} at api.example.com`,
    "  The platform sent a test notification of payByLink.merchant.payment (payByLink) to the subscription's webhookUrl.",
    `  Your receiver gets it with the header v-c-transaction-trace-id: ${traceId}`,
    "  The platform doesn't say whether your receiver accepted it: look at your receiver's log.",
    expect.stringMatching(
      /^ {2}The subscription (is still INACTIVE\. The test can activate it if your receiver accepts it: run `npx pulumi-cybersource-webhooks subscriptions --organization \w+` in a minute|was INACTIVE before the test, and is ACTIVE now)\.$/,
    ),
    "",
  ]);
  await setStatus(platform, webhookId, "ACTIVE");
  expect((await textOf(platform, webhookId)).at(-2)).toBe("  The subscription is ACTIVE.");
  expect(platform.journal.filter(({ action }) => action === "SEND_TEST")).toHaveLength(2);
});

test.each([
  ["approve", "PENDING_REVIEW", "The subscription is under review by the platform. Test it when it's approved."],
  [
    "reject",
    "BLOCKED",
    "The platform rejected a URL of the subscription. Change the URL in your program, and run `pulumi up`.",
  ],
] as const)("says why the platform refuses: verdict %s, status %s", async (verdict, status, advice) => {
  const platform = await runWithKey({ statusRefusal: 409 });
  const webhookId = await subscribe(platform);
  if (verdict === "reject") platform.review(webhookId, verdict);
  const report = await sendTest(createClient(), placeAt(platform), webhookId);
  expect(report).toMatchObject({ sent: undefined, statusBefore: status, statusAfter: status });
  expect(testText(report)).toBe(
    `Subscription ${webhookId} of ${ORGANIZATION} at api.example.com\n` +
      `  No test was sent. ${advice} The platform answered with status 409.\n`,
  );
});

test("names the organization that has the subscription, not the one that it was told", async () => {
  const platform = await runWithKey();
  const webhookId = await subscribe(platform);
  const place = { ...placeAt(platform), organizationId: "my_merchant" };
  expect(testText(await sendTest(createClient(), place, webhookId)).split("\n")[0]).toBe(
    `Subscription ${webhookId} of ${ORGANIZATION} at api.example.com`,
  );
});

test("says how to find the ID if there's no such subscription, and sends no test", async () => {
  const platform = await runWithKey();
  expect(await textOf(platform, "no/such")).toEqual([
    `Subscription (id not shown) of ${ORGANIZATION} at api.example.com`,
    `  No test was sent. ${ORGANIZATION} has no such subscription. To list those that it has, run \`npx ` +
      `pulumi-cybersource-webhooks subscriptions --organization ${ORGANIZATION}\`. If another organization has it, name that with --organization.`,
    "",
  ]);
  expect(platform.journal.some(({ action }) => action === "SEND_TEST")).toBe(false);
});

test("an answer that is about the credentials or the service is an error", async () => {
  const platform = await runWithKey({ firstStatus: "ACTIVE" });
  const webhookId = await subscribe(platform);
  for (const [status, code] of [
    [401, "ERR_SUBSCRIPTION_UNAUTHORIZED"],
    [502, "ERR_SUBSCRIPTION_UNAVAILABLE"],
  ] as const) {
    platform.fault({ kind: "answer", made: false, status, body: "{}", headers: {} }, 1, { action: "SEND_TEST" });
    await expect(sendTest(createClient(), placeAt(platform), webhookId)).rejects.toMatchObject({ code });
  }
});

test("says that a subscription that was ACTIVE before the test is INACTIVE now", () => {
  const about = { webhookId: "id", organizationId: ORGANIZATION, host: "api.example.com", refusal: undefined };
  const sent = { productId: undefined, eventType: undefined, transactionTraceId: undefined, retryNumber: undefined };
  expect(
    testText({ ...about, sent, statusBefore: "ACTIVE", statusAfter: "INACTIVE" })
      .split("\n")
      .at(-2),
  ).toBe("  The subscription was ACTIVE before the test, and is INACTIVE now.");
});
