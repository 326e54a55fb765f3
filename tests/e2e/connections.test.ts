import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createServerCertificate } from "../support/certificates.js";
import { startForwardProxy } from "../support/forward-proxy.js";
import { createScratch } from "../support/project.js";
import { sealedIn } from "../support/sealed-values.js";
import { requestVectors } from "../unit/auth/vectors.js";
import { PASSPHRASE } from "./support/engine.js";
import { onEveryEngine, succeeded } from "./support/scenario.js";

const PROGRAM = `new WebhookSigningKey("orders", { organizationId: "acme", connection: process.env.CONNECTION });`;
const { inputs } = requestVectors;
const { merchantId, keyId, sharedSecretBase64: secret, p12 } = inputs;
const platform = {
  authentication: "required",
  merchants: [{ merchantId, keyId, secret }],
  certificates: [{ merchantId, serialNumber: p12.subjectSerialNumber, publicKey: p12.certificatePem }],
} as const;

onEveryEngine("connections", (start) => {
  test("sign with JWT from encrypted configuration, and with HTTP Signature and a P12 from the environment", async () => {
    const {
      stack,
      platform: service,
      write,
    } = await start({
      program: PROGRAM,
      platform,
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

    // Pulumi stores a stack's configuration in the state, as inputs of its own provider, but not the environment.
    const state = await stack.exportState();
    expect(await sealedIn(state, PASSPHRASE, secret)).toEqual(["pulumi:providers:pulumi-nodejs"]);
    expect(await sealedIn(state, PASSPHRASE, p12.password)).toEqual([]);
    expect(await sealedIn(state, PASSPHRASE, p12.base64)).toEqual([]);
  });

  test("with a name are read from an object in the stack's configuration with encrypted secrets", async () => {
    const named = (setting: string): string => `cybersource-webhooks:connections.live.${setting}`;
    const { stack, platform: service } = await start({
      program: `new WebhookSigningKey("orders", { organizationId: "acme", connection: "live" });`,
      platform,
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

  test("use HTTPS_PROXY and NODE_EXTRA_CA_CERTS, but no proxy for loopback", async () => {
    const hostname = "kms.example.invalid";
    const certificate = createServerCertificate(hostname, "localhost");
    const authority = join(createScratch("authority"), "authority.pem");
    writeFileSync(authority, certificate.authority);
    const credentials = {
      CYBERSOURCE_MERCHANT_ID: merchantId,
      CYBERSOURCE_MERCHANT_KEY_ID: keyId,
      CYBERSOURCE_MERCHANT_SECRET_KEY: secret,
    };
    const {
      stack,
      platform: service,
      keepSecret,
    } = await start({
      program: `${PROGRAM}\nnew WebhookSigningKey("local", { organizationId: "acme2", connection: "local" });`,
      platform: { ...platform, tls: certificate, hosts: [hostname] },
      isConnected: false,
    });
    const { port } = new URL(service.origin);
    const password = "word-of-the-proxy";
    keepSecret("the proxy's password", password);
    const proxy = await startForwardProxy({ target: Number(port), credentials: `user:${password}` });
    try {
      const run = await stack.up({
        environment: {
          ...credentials,
          ...Object.fromEntries(
            Object.entries(credentials).map(([name, value]) => [name.replace("_", "_LOCAL_"), value]),
          ),
          CYBERSOURCE_HOST: `https://${hostname}`,
          CYBERSOURCE_LOCAL_HOST: `https://localhost:${port}`,
          HTTPS_PROXY: `http://user:${password}@${proxy.host}`,
          NODE_EXTRA_CA_CERTS: authority,
        },
      });
      succeeded(run);
      expect(proxy.asked).toEqual([`${hostname}:443`]);
      expect(proxy.plainRequests).toEqual([]);
      expect(service.journal.map(({ status }) => status)).toEqual([201, 201]);
    } finally {
      await proxy.close();
    }
  });

  test("that the service refuses cause an error, and nothing is stored", async () => {
    const {
      stack,
      platform: service,
      resources,
    } = await start({
      program: PROGRAM,
      platform,
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
