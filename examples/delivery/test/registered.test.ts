import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";

const KEYS = [
  { keyId: "key-id-of-the-new-one", key: "bmV3LWtleQ==", expirationDate: "2027-11-22T00:00:00Z" },
  {
    keyId: "key-id-of-the-old-one",
    key: "b2xkLWtleQ==",
    expirationDate: "2026-12-22T00:00:00Z",
    retiredAt: "2026-11-22T00:00:00Z",
  },
];

/** The marks of a secret value on Pulumi's wire. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What the provider would have made, by kind. */
const MADE: Readonly<Record<string, object>> = {
  WebhookSigningKey: { ...KEYS[0] },
  WebhookVerificationKeys: { keys: pulumi.secret(KEYS) },
};

type Inputs = Readonly<Record<string, unknown>>;
const registered = new Map<string, Inputs>();

pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    registered.set(type, inputs as Inputs);
    const made = MADE[type.split(":").at(-1) ?? ""];
    return { id: `${name}-id`, state: { ...(inputs as Inputs), ...made } };
  },
  call: ({ inputs }) => inputs as Inputs,
});

/** Runs a program to its end and returns the inputs of what it registered, by type. */
const run = async (program: string): Promise<(type: string) => Inputs> => {
  pulumi.runtime.setAllConfig({ "project:organizationId": program, "project:keyVaultId": "/vaults/mine" });
  require(`../${program}/index.js`);
  // The SDKs make such inputs secret themselves; they need not.
  const { verificationKeys } = require("../verification-keys.js") as { verificationKeys: pulumi.Output<string> };
  assert.equal(await pulumi.isSecret(verificationKeys), true);
  await pulumi.runtime.disconnect();
  return (type) => registered.get(type) ?? assert.fail(`${type} was not registered: ${[...registered.keys()].join()}`);
};

/** Fails unless the value is the keys as JSON, and secret. */
const assertSecretKeys = (value: unknown): void => {
  assert.ok(typeof value === "object" && value !== null && SIGNATURE in value, "the value is not secret");
  assert.equal(value[SIGNATURE], SECRET);
  assert.ok("value" in value);
  assert.deepEqual(JSON.parse(String(value.value)), KEYS);
};

beforeEach(() => {
  registered.clear();
  delete require.cache[require.resolve("../verification-keys.js")];
});

test("AWS Secrets Manager: the keys are the secret's version", async () => {
  const inputsOf = await run("aws-secrets-manager");
  assert.equal(inputsOf("aws:secretsmanager/secret:Secret").name, "webhook-keys");
  const version = inputsOf("aws:secretsmanager/secretVersion:SecretVersion");
  assert.equal(version.secretId, "webhook-keys-id");
  assertSecretKeys(version.secretString);
});

test("Azure Key Vault: the keys are the secret's value", async () => {
  const inputsOf = await run("azure-key-vault");
  const secret = inputsOf("azure:keyvault/secret:Secret");
  assert.equal(secret.name, "webhook-keys");
  assert.equal(secret.keyVaultId, "/vaults/mine");
  assertSecretKeys(secret.value);
});

test("Google Secret Manager: the keys are the secret's version", async () => {
  const inputsOf = await run("google-secret-manager");
  assert.equal(inputsOf("gcp:secretmanager/secret:Secret").secretId, "webhook-keys");
  const version = inputsOf("gcp:secretmanager/secretVersion:SecretVersion");
  assert.equal(version.secret, "webhook-keys-id");
  assertSecretKeys(version.secretData);
});

test("Kubernetes: the keys are a file of the Secret, which is changed in place", async () => {
  const inputsOf = await run("kubernetes-secret");
  assert.equal(String(inputsOf("pulumi:providers:kubernetes").enableSecretMutable), "true");
  const secret = inputsOf("kubernetes:core/v1:Secret");
  assert.deepEqual(secret.metadata, { name: "webhook-keys" });
  const { stringData } = secret as { stringData: unknown };
  const data = stringData as Inputs;
  assertSecretKeys(SIGNATURE in data ? { ...data, value: (data.value as Inputs)["keys.json"] } : data["keys.json"]);
});
