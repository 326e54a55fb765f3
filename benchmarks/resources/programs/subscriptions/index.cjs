"use strict";
const { WebhookSubscription } = require("pulumi-cybersource-webhooks");

for (let i = 0; i < Number(process.env.BENCH_KEYS); i += 1) {
  new WebhookSubscription(`subscription-${i}`, {
    organizationId: `organization_${i}`,
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  });
}
