import { expect, test } from "@jest/globals";
import { requestVectors } from "../unit/auth/vectors.js";
import { onEveryEngine, succeeded } from "./support/scenario.js";

const PROGRAM = `new WebhookSigningKey("orders", { organizationId: "acme", connection: process.env.CONNECTION });`;
const { inputs } = requestVectors;
const { merchantId, keyId, sharedSecretBase64: secret, p12 } = inputs;
const kms = {
  authentication: "required",
  merchants: [{ merchantId, keyId, secret }],
  certificates: [{ merchantId, serialNumber: p12.subjectSerialNumber, publicKey: p12.certificatePem }],
} as const;

onEveryEngine("connections", (start) => {
  test("sign with what the stack's configuration holds, encrypted: JWT and P12; HTTP Signature from the environment", async () => {
    const {
      stack,
      kms: service,
      write,
    } = await start({
      program: PROGRAM,
      kms,
      isConnected: false,
      config: {
        "cybersource-webhooks:merchantId": { value: merchantId },
        "cybersource-webhooks:merchantKeyId": { value: keyId },
        "cybersource-webhooks:merchantSecretKey": { value: secret, secret: true },
      },
    });
    const host = { CYBERSOURCE_HOST: service.origin };
    succeeded(await stack.up({ environment: host }));
    expect(service.journal.map(({ authentication, status }) => [authentication, status])).toEqual([["jwt", 201]]);

    write(`new WebhookSigningKey("signature", { organizationId: "acme2", connection: "live" });`);
    const live = {
      CYBERSOURCE_LIVE_HOST: service.origin,
      CYBERSOURCE_LIVE_AUTHENTICATION: "http-signature",
      CYBERSOURCE_LIVE_MERCHANT_ID: merchantId,
      CYBERSOURCE_LIVE_MERCHANT_KEY_ID: keyId,
      CYBERSOURCE_LIVE_MERCHANT_SECRET_KEY: secret,
    };
    succeeded(await stack.up({ environment: live }));
    expect(service.journal.at(-1)).toMatchObject({ authentication: "http-signature", status: 201 });

    write(`new WebhookSigningKey("p12", { organizationId: "acme3", connection: "p12" });`);
    const withP12 = {
      CYBERSOURCE_P12_HOST: service.origin,
      CYBERSOURCE_P12_MERCHANT_ID: merchantId,
      CYBERSOURCE_P12_P12: p12.base64,
      CYBERSOURCE_P12_P12_PASSWORD: p12.password,
    };
    succeeded(await stack.up({ environment: withP12 }));
    expect(service.journal.at(-1)).toMatchObject({ authentication: "jwt", status: 201 });
    expect(service.journal).toHaveLength(3);
  });

  test("by name come from an object in the stack's configuration, secrets in it encrypted", async () => {
    const named = (setting: string): string => `cybersource-webhooks:connections.live.${setting}`;
    const { stack, kms: service } = await start({
      program: `new WebhookSigningKey("orders", { organizationId: "acme", connection: "live" });`,
      kms,
      isConnected: false,
      config: {
        [named("merchantId")]: { value: merchantId, path: true },
        [named("merchantKeyId")]: { value: keyId, path: true },
        [named("merchantSecretKey")]: { value: secret, secret: true, path: true },
      },
    });
    succeeded(await stack.up({ environment: { CYBERSOURCE_LIVE_HOST: service.origin } }));
    expect(service.journal).toMatchObject([{ authentication: "jwt", status: 201 }]);
  });

  test("that the service refuses are told with what to check, and nothing is kept", async () => {
    const {
      stack,
      kms: service,
      resources,
    } = await start({
      program: PROGRAM,
      kms,
      isConnected: false,
      environment: {
        CYBERSOURCE_MERCHANT_ID: merchantId,
        CYBERSOURCE_MERCHANT_KEY_ID: keyId,
        CYBERSOURCE_MERCHANT_SECRET_KEY: Buffer.from("another secret of the same kind").toString("base64"),
      },
    });
    const run = await stack.up({ environment: { CYBERSOURCE_HOST: service.origin } });
    expect(run.ok).toBe(false);
    expect(run.output).toContain("ERR_KMS_UNAUTHORIZED");
    expect(run.output).toContain("Authentication Failed");
    expect(await resources()).toEqual({});
  });
});
