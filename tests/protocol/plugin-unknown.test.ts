import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { type ResourceTable } from "../../provider/resources/table.js";
import { certificates } from "../support/encryption-vectors.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { type Bag } from "../support/provider-client.js";
import { CHANGE, NO_CHANGE, secret } from "./wire.js";

/** The markers of sdk/go/common/resource/sig/sig.go in pulumi/pulumi, for each kind of value. */
const MARKERS: Readonly<Record<string, string>> = {
  bool: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
};

const TABLES = Object.values<ResourceTable>(RESOURCE_TABLES);

const later = new Date(Date.now() + 200 * 86_400_000).toISOString();
const key = { keyId: "id", key: "a2V5LWtleS1rZXk=", expirationDate: later };
const organizationId = "org";

/** Required inputs, by kind of resource. */
const REQUIRED: Readonly<Record<string, Bag>> = {
  WebhookSigningKey: { organizationId },
  WebhookOAuthCredential: { organizationId, clientId: "client", clientSecret: "hush" },
  WebhookEncryptionKey: { organizationId, certificate: certificates.a },
  WebhookVerificationKeys: { current: key },
  WebhookSubscription: {
    organizationId,
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  },
};

/** Inputs of which a part isn't known, at every depth that there is. */
const PARTS: Readonly<Record<string, (marker: string) => Bag[]>> = {
  WebhookSigningKey: (marker) => Object.keys(key).map((name) => ({ adopt: { ...key, [name]: marker } })),
  WebhookOAuthCredential: (marker) => [{ adopt: { ...key, key: marker } }],
  WebhookEncryptionKey: () => [],
  WebhookVerificationKeys: (marker) => Object.keys(key).map((name) => ({ current: { ...key, [name]: marker } })),
  WebhookSubscription: (marker) => [
    { products: [marker] },
    { products: [{ productId: marker, eventTypes: marker }] },
    { products: [{ productId: "tokenManagement", eventTypes: [marker] }] },
    ...["algorithm", "firstRetry", "numberOfRetries", "deactivateFlag"].map((name) => ({
      retryPolicy: { [name]: marker },
    })),
    { securityPolicy: { securityType: marker } },
    { securityPolicy: { securityType: "oAuth", config: marker } },
    { securityPolicy: { securityType: "oAuth", config: { oAuthURL: marker, additionalConfig: { keyId: marker } } } },
  ],
};

let engine: EngineLog;
let plugin: PluginProcess;
beforeAll(async () => {
  engine = await startEngineLog();
  plugin = await startPlugin({
    config: { host: "http://127.0.0.1:1", authentication: "none" },
    engineAddress: engine.address,
  });
});
afterAll(async () => {
  await plugin.stop();
  await engine.stop();
});

/** A state of a resource that is as the program wants it, as far as diff looks at it. */
const heldOf = (required: Bag): Bag => ({
  ...required,
  ...key,
  host: "127.0.0.1:1",
  connection: "default",
  status: "ACTIVE",
  webhookId: "id",
  keys: [key],
  applied: { sent: required, answered: required },
});

describe.each(Object.entries(MARKERS))("the marker of a %s that isn't known yet", (kind, marker) => {
  test.each(TABLES.map((table) => [table.name, table] as const))(
    "stands for any input of a %s, and for parts of it",
    async (name, { inputs }) => {
      const resource = `${name} orders`;
      const required = REQUIRED[name] ?? {};
      const names = Object.keys(inputs);
      const unknowns: Bag[] = [
        ...names.map((input) => ({ [input]: marker })),
        Object.fromEntries(names.map((input) => [input, marker])),
        ...(PARTS[name]?.(marker) ?? []),
      ];
      for (const unknown of unknowns) {
        const news = { ...required, ...unknown };
        expect({ unknown, ...(await plugin.check(resource, {}, news)) }).toMatchObject({ unknown, reasons: [] });
        expect((await plugin.check(resource, required, news)).reasons).toEqual([]);
        await plugin.create(resource, news, { preview: true });
        const { changes } = await plugin.diff(resource, "id", heldOf(required), news);
        const isCompared = Object.keys(unknown).some((input) => inputs[input]?.onChange !== "nothing");
        expect({ unknown, changes }).toEqual({ unknown, changes: isCompared ? CHANGE : NO_CHANGE });
      }
    },
  );

  test("makes no two subscriptions, and no two keys, rivals", async () => {
    for (const name of ["WebhookSigningKey", "WebhookSubscription"]) {
      for (const unknown of [{ organizationId: marker }, { connection: marker }]) {
        for (const owner of ["one", "other"]) {
          const resource = `${name} ${owner}-${kind}-${Object.keys(unknown).join()}`;
          expect(
            (await plugin.check(resource, {}, { ...REQUIRED[name], organizationId: kind, ...unknown })).reasons,
          ).toEqual([]);
        }
      }
    }
    const products = [{ productId: "tokenManagement", eventTypes: [marker] }];
    for (const owner of ["one", "other"]) {
      const news = { ...REQUIRED["WebhookSubscription"], organizationId: `${kind}-products`, products };
      expect((await plugin.check(`WebhookSubscription ${owner}-${kind}`, {}, news)).reasons).toEqual([]);
    }
  });

  test("is no other key in `adopt`", async () => {
    engine.logged.splice(0);
    const news = { organizationId, adopt: { ...key, keyId: marker } };
    const held = { organizationId, ...key, adopted: "none", keyProvider: "nrtd", tenant: organizationId };
    await plugin.diff(`WebhookSigningKey adopted-${kind}`, "id", held, news);
    expect(engine.logged).toEqual([]);
  });

  test("stands for any setting of the provider, and credentials among them are secret", async () => {
    const settings = {
      host: marker,
      environment: marker,
      merchantKeyId: marker,
      merchantSecretKey: marker,
      p12: marker,
    };
    const { inputs, reasons } = await plugin.checkConfig({ ...settings, connections: marker });
    expect(reasons).toEqual([]);
    expect(secret(inputs.merchantSecretKey)).toBe(marker);
    expect(inputs.host).toBe(marker);
    expect((await plugin.diffConfig({ host: "http://127.0.0.1:1" }, { host: marker })).replaces).toEqual([]);
  });
});
