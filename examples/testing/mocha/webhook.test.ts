import assert from "node:assert/strict";
import { before, it as test } from "mocha";
import { registered, setMocks, valueOf } from "../mocks.ts";
import { OrderWebhook } from "../webhook.ts";

before(setMocks);

test("requests a key for the organization", async () => {
  const webhook = new OrderWebhook("orders", "my_organization");
  assert.equal(await valueOf(webhook.organizationId), "my_organization");
});

test("renews the key a month before it expires, and verifies with the earlier one for two weeks", async () => {
  const webhook = new OrderWebhook("orders", "my_organization");
  await valueOf(webhook.keys);
  assert.equal(registered.get("WebhookSigningKey")?.renewBeforeDays, 30);
  assert.equal(registered.get("WebhookVerificationKeys")?.overlapDays, 14);
});
