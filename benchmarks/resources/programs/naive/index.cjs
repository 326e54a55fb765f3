"use strict";
const crypto = require("node:crypto");
const pulumi = require("@pulumi/pulumi");
// What TypeScript makes of `import got from "got"`: the only form of the import that Pulumi can serialize.
const got_1 = require("got");

const PATH = "/kms/egress/v2/keys-sym";

const sign = (host, body) => {
  const merchantId = process.env.CYBERSOURCE_MERCHANT_ID;
  const keyId = process.env.CYBERSOURCE_MERCHANT_KEY_ID;
  const secret = Buffer.from(process.env.CYBERSOURCE_MERCHANT_SECRET_KEY, "base64");
  const date = new Date().toUTCString();
  const digest = `SHA-256=${crypto.createHash("sha256").update(body).digest("base64")}`;
  const signed = [
    `host: ${host}`,
    `date: ${date}`,
    `request-target: post ${PATH}`,
    `digest: ${digest}`,
    `v-c-merchant-id: ${merchantId}`,
  ].join("\n");
  const signature = crypto.createHmac("sha256", secret).update(signed).digest("base64");
  const names = "host date request-target digest v-c-merchant-id";
  return {
    date,
    digest,
    "v-c-merchant-id": merchantId,
    signature: `keyid="${keyId}", algorithm="HmacSHA256", headers="${names}", signature="${signature}"`,
  };
};

const provider = {
  async create(inputs) {
    const url = new URL(PATH, process.env.CYBERSOURCE_HOST);
    const body = JSON.stringify({
      clientRequestAction: "CREATE",
      keyInformation: {
        provider: "nrtd",
        tenant: inputs.organizationId,
        keyType: "sharedSecret",
        organizationId: inputs.organizationId,
        expiryDuration: String(inputs.expiryDuration),
      },
    });
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await got_1.default.post(url, { body, headers: { ...headers, ...sign(url.host, body) } }).json();
    const { keyId, key, expirationDate, status } = answer.keyInformation;
    if (!key) throw new Error(`No key for ${inputs.organizationId}: ${status}`);
    return {
      id: `${inputs.organizationId}/${crypto.createHash("sha256").update(keyId).digest("hex").slice(0, 16)}`,
      outs: { ...inputs, keyId, key, expirationDate, submitTimeUtc: answer.submitTimeUtc, status },
    };
  },
  async diff(id, olds, news) {
    const replaces = ["organizationId", "expiryDuration"].filter((name) => olds[name] !== news[name]);
    return { changes: replaces.length > 0, replaces };
  },
};

class SigningKey extends pulumi.dynamic.Resource {
  constructor(name, args, options) {
    const outputs = { keyId: undefined, key: undefined, expirationDate: undefined, submitTimeUtc: undefined };
    super(
      provider,
      name,
      { ...outputs, status: undefined, expiryDuration: 365, ...args },
      {
        ...options,
        additionalSecretOutputs: ["keyId", "key", "expirationDate", "submitTimeUtc"],
      },
    );
  }
}

for (let i = 0; i < Number(process.env.BENCH_KEYS); i += 1) {
  new SigningKey(`key-${i}`, { organizationId: `organization_${i}` });
}
