"use strict";
const crypto = require("node:crypto");
const cybersource = require("cybersource-rest-client");
const pulumi = require("@pulumi/pulumi");

const requestKey = (organizationId, expiryDuration) => {
  const client = new cybersource.ApiClient();
  // By default, the client accepts only hal+json, which the service answers with 406.
  client.acceptHeader = "application/json";
  const api = new cybersource.CreateNewWebhooksApi(
    {
      authenticationType: "http_signature",
      runEnvironment: new URL(process.env.CYBERSOURCE_HOST).host,
      merchantID: process.env.CYBERSOURCE_MERCHANT_ID,
      merchantKeyId: process.env.CYBERSOURCE_MERCHANT_KEY_ID,
      merchantsecretKey: process.env.CYBERSOURCE_MERCHANT_SECRET_KEY,
      logConfiguration: { enableLog: false },
    },
    client,
  );
  const saveSymEgressKey = {
    clientRequestAction: "CREATE",
    keyInformation: {
      provider: "nrtd",
      tenant: organizationId,
      keyType: "sharedSecret",
      organizationId,
      expiryDuration: String(expiryDuration),
    },
  };
  return new Promise((resolve, reject) => {
    api.saveSymEgressKey({ saveSymEgressKey }, (error, data, response) => {
      // Reads the text of the answer: the client's model of it has neither the key nor its expiration date.
      if (error) reject(new Error(`No key for ${organizationId}: ${error.status ?? error.code ?? error.message}`));
      else resolve(JSON.parse(response.text));
    });
  });
};

const provider = {
  async create(inputs) {
    const answer = await requestKey(inputs.organizationId, inputs.expiryDuration);
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
