"use strict";
const { WebhookSigningKey } = require("pulumi-cybersource-webhooks");

for (let i = 0; i < Number(process.env.BENCH_KEYS); i += 1) {
  new WebhookSigningKey(`key-${i}`, { organizationId: `organization_${i}` });
}
