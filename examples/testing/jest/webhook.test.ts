import { beforeAll, expect, test } from "@jest/globals";
import { registered, setMocks, valueOf } from "../mocks.ts";
import { OrderWebhook } from "../webhook.ts";

beforeAll(setMocks);

test("requests a key for the organization", async () => {
  const webhook = new OrderWebhook("orders", "my_organization");
  expect(await valueOf(webhook.organizationId)).toBe("my_organization");
});

test("renews the key a month before it expires, and verifies with the earlier one for two weeks", async () => {
  const webhook = new OrderWebhook("orders", "my_organization");
  await valueOf(webhook.keys);
  expect(registered.get("WebhookSigningKey")?.renewBeforeDays).toBe(30);
  expect(registered.get("WebhookVerificationKeys")?.overlapDays).toBe(14);
});
