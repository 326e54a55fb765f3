import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { sealedValues } from "../support/sealed-values.js";
import { requestVectors } from "../unit/auth/vectors.js";
import { PASSPHRASE } from "./support/engine.js";
import { CLIENT_SECRET, onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

const { merchantId, keyId, sharedSecretBase64: secret } = requestVectors.inputs;

const PROGRAM = `
const config = new pulumi.Config();
const orders = new WebhookSigningKey("orders", { organizationId: "acme", renewBeforeDays: 30 });
const adopted = new WebhookSigningKey("adopted", { organizationId: "other", adopt: config.requireSecretObject("adopt") });
const credential = new WebhookOAuthCredential("orders", {
  organizationId: "acme", clientId: "client", clientSecret: config.requireSecret("clientSecret"),
});
const receiver = new WebhookVerificationKeys("receiver", { current: orders });
exports.keys = receiver.keys;
exports.joined = pulumi.interpolate\`\${orders.keyId} until \${orders.expirationDate}\`;
`;

onEveryEngine("everything that is secret", (start) => {
  test("stays so through a whole life, in verbose logs, states, processes and failures", async () => {
    const adopt = {
      keyId: randomUUID(),
      key: randomBytes(32).toString("base64"),
      expirationDate: "2099-12-31T23:59:59Z",
    };
    const { stack, kms, daysLater, keepSecret } = await start({
      program: PROGRAM,
      kms: { authentication: "required", merchants: [{ merchantId, keyId, secret }], skewSeconds: 400 * 86_400 },
      isConnected: false,
      config: {
        "scenario:clientSecret": { value: CLIENT_SECRET, secret: true },
        "scenario:adopt": { value: JSON.stringify(adopt), secret: true },
        "cybersource-webhooks:merchantId": { value: merchantId },
        "cybersource-webhooks:merchantKeyId": { value: keyId },
        "cybersource-webhooks:merchantSecretKey": { value: secret, secret: true },
      },
    });
    keepSecret("adopted keyId", adopt.keyId, "random");
    keepSecret("adopted key", adopt.key, "random");
    const connected = { CYBERSOURCE_HOST: kms.origin };
    const keepSealed = async (when: string): Promise<void> => {
      for (const [name, { value, kind }] of Object.entries(await sealedValues(await stack.exportState(), PASSPHRASE))) {
        keepSecret(`${name} ${when}`, value, kind);
      }
    };

    succeeded(await stack.up({ environment: connected, isVerbose: true }));
    await keepSealed("of the first run");

    const later = daysLater(340).environment;
    kms.fault({ kind: "answer", made: false, status: 401, body: JSON.stringify({ key: adopt.key, secret }) }, 1);
    const refused = await stack.up({ environment: { ...connected, ...later }, isVerbose: true });
    expect(refused.output).toContain("ERR_KMS_UNAUTHORIZED");
    const renewed = await stack.up({ environment: { ...connected, ...later }, isVerbose: true });
    expect(stepsOf(succeeded(renewed))).toContain("replace WebhookSigningKey orders");
    await keepSealed("of the renewal");

    succeeded(await stack.refresh({ environment: { ...connected, ...later } }));
    succeeded(await stack.destroy({ environment: { ...connected, ...later } }));
  });
});
