"use strict";
const { CustomResource } = require("@pulumi/pulumi");

const SECRET_OUTPUTS = ["expirationDate", "key", "keyId", "submitTimeUtc"];
const OUTPUTS = [
  ...SECRET_OUTPUTS,
  ...[
    "adopted",
    "connection",
    "correlationId",
    "expiryDuration",
    "host",
    "keyProvider",
    "organizationId",
    "status",
    "tenant",
  ],
];

/** As the SDK that Pulumi generates from the schema. */
class WebhookSigningKey extends CustomResource {
  constructor(name, args) {
    const outputs = Object.fromEntries(OUTPUTS.map((output) => [output, undefined]));
    const options = { additionalSecretOutputs: SECRET_OUTPUTS };
    super("cybersource-webhooks:index:WebhookSigningKey", name, { ...outputs, ...args }, options);
  }
}

for (let i = 0; i < Number(process.env.BENCH_KEYS); i += 1) {
  new WebhookSigningKey(`key-${i}`, { organizationId: `organization_${i}` });
}
