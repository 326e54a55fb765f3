import { randomBytes, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { type JournalEntry } from "../../local/platform/journal.js";
import { createServerCertificate } from "../support/certificates.js";
import { startForwardProxy } from "../support/forward-proxy.js";
import { createScratch } from "../support/project.js";
import { sealedIn } from "../support/sealed-values.js";
import { requestVectors } from "../unit/auth/vectors.js";
import { PASSPHRASE, type Run } from "./support/engine.js";
import { type Scenario, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const { inputs } = requestVectors;
const { merchantId, keyId, sharedSecretBase64: secret, p12 } = inputs;
const merchant = (name: string): { merchantId: string; keyId: string; secret: string } => ({
  merchantId: name,
  keyId: randomUUID(),
  secret: randomBytes(32).toString("base64"),
});
// Their secrets are only in the environment of runs. That of the one above is in a stack's configuration.
const [other, proxied] = [merchant("other_merchant"), merchant("proxied_merchant")];
const platform = {
  authentication: "required",
  merchants: [{ merchantId, keyId, secret }, other, proxied],
  certificates: [{ merchantId, serialNumber: p12.subjectSerialNumber, publicKey: p12.certificatePem }],
} as const;

onEveryShell("connections", (start, { provider }) => {
  let scenario: Scenario;
  let run: Run;
  const requestFor = (organizationId: string): JournalEntry | undefined =>
    scenario.platform.journal.find((request) => request.organizationId === organizationId);

  beforeAll(async () => {
    const named = (setting: string): string => `cybersource-webhooks:connections.named.${setting}`;
    scenario = await start({
      program: `
        new WebhookSigningKey("orders", { organizationId: "acme" });
        for (const connection of ["signature", "p12", "named", "wrong"]) {
          new WebhookSigningKey(connection, { organizationId: connection + "_org", connection });
        }`,
      platform,
      isConnected: false,
      isShared: true,
      config: {
        "cybersource-webhooks:merchantId": { value: merchantId },
        "cybersource-webhooks:merchantKeyId": { value: keyId },
        "cybersource-webhooks:merchantSecretKey": { value: secret, secret: true },
        [named("merchantId")]: { value: merchantId, path: true },
        [named("merchantKeyId")]: { value: keyId, path: true },
        [named("merchantSecretKey")]: { value: secret, secret: true, path: true },
      },
    });
    const { stack, platform: service } = scenario;
    const names = ["", "_SIGNATURE", "_P12", "_NAMED", "_WRONG"];
    const hosts: Record<string, string> = Object.fromEntries(
      names.map((name) => [`CYBERSOURCE${name}_HOST`, service.origin]),
    );
    run = await stack.up({
      environment: {
        ...hosts,
        CYBERSOURCE_SIGNATURE_AUTHENTICATION: "http-signature",
        CYBERSOURCE_SIGNATURE_MERCHANT_ID: other.merchantId,
        CYBERSOURCE_SIGNATURE_MERCHANT_KEY_ID: other.keyId,
        CYBERSOURCE_SIGNATURE_MERCHANT_SECRET_KEY: other.secret,
        CYBERSOURCE_P12_MERCHANT_ID: merchantId,
        CYBERSOURCE_P12_P12: p12.base64,
        CYBERSOURCE_P12_P12_PASSWORD: p12.password,
        CYBERSOURCE_WRONG_MERCHANT_ID: merchantId,
        CYBERSOURCE_WRONG_MERCHANT_KEY_ID: keyId,
        CYBERSOURCE_WRONG_MERCHANT_SECRET_KEY: Buffer.from("another secret of the same kind").toString("base64"),
      },
      continueOnError: true,
    });
  });

  test("sign with JWT from encrypted configuration, and with HTTP Signature and a P12 from the environment", async () => {
    expect(requestFor("acme")).toMatchObject({ authentication: "jwt", status: 201 });
    expect(requestFor("signature_org")).toMatchObject({ authentication: "http-signature", status: 201 });
    expect(requestFor("p12_org")).toMatchObject({ authentication: "jwt", status: 201 });
    expect(scenario.platform.journal).toHaveLength(5);

    // Pulumi stores a stack's configuration in the state, as inputs of its own provider, but not the environment.
    const state = await scenario.stack.exportState();
    expect(await sealedIn(state, PASSPHRASE, secret)).toEqual([`pulumi:providers:${provider}`]);
    for (const text of [other.secret, p12.password, p12.base64]) {
      expect(await sealedIn(state, PASSPHRASE, text)).toEqual([]);
    }
  });

  test("with a name are read from an object in the stack's configuration with encrypted secrets", () => {
    expect(requestFor("named_org")).toMatchObject({ authentication: "jwt", status: 201 });
  });

  test("that the service refuses cause an error, and nothing is stored", async () => {
    expect(run.ok).toBe(false);
    expect(run.output).toContain("ERR_KMS_UNAUTHORIZED");
    expect(run.output).toContain("Authentication Failed");
    expect(requestFor("wrong_org")).toMatchObject({ status: 401 });
    const names = ["named", "orders", "p12", "signature"];
    expect(Object.keys(await scenario.resources()).sort()).toEqual(names.map((name) => `WebhookSigningKey ${name}`));
  });

  test("use HTTPS_PROXY and NODE_EXTRA_CA_CERTS, but no proxy for loopback", async () => {
    const hostname = "kms.example.invalid";
    const certificate = createServerCertificate(hostname, "localhost");
    const authority = join(createScratch("authority"), "authority.pem");
    writeFileSync(authority, certificate.authority);
    const credentials = {
      CYBERSOURCE_MERCHANT_ID: proxied.merchantId,
      CYBERSOURCE_MERCHANT_KEY_ID: proxied.keyId,
      CYBERSOURCE_MERCHANT_SECRET_KEY: proxied.secret,
    };
    const {
      stack,
      platform: service,
      keepSecret,
    } = await start({
      program: `
        new WebhookSigningKey("orders", { organizationId: "acme" });
        new WebhookSigningKey("local", { organizationId: "acme2", connection: "local" });`,
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
});
