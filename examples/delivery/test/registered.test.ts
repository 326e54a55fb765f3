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

/** Marks a secret value in Pulumi's protocol. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The outputs that the provider would return, by type. */
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

/** Runs a program. Returns a function that returns the inputs of the resource of a type. */
const run = async (program: string): Promise<(type: string) => Inputs> => {
  pulumi.runtime.setAllConfig({ "project:organizationId": program, "project:keyVaultId": "/vaults/mine" });
  require(`../${program}/index.js`);
  // Checked before it's passed on, because some SDKs make their own inputs secret.
  const { verificationKeys } = require("../verification-keys.js") as { verificationKeys: pulumi.Output<string> };
  assert.equal(await pulumi.isSecret(verificationKeys), true);
  await pulumi.runtime.disconnect();
  return (type) => registered.get(type) ?? assert.fail(`${type} was not registered: ${[...registered.keys()].join()}`);
};

/** Checks that the value is secret, and that it's the keys as JSON. */
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

test("AWS Secrets Manager: the keys are stored in a version of the secret", async () => {
  const inputsOf = await run("aws-secrets-manager");
  assert.equal(inputsOf("aws:secretsmanager/secret:Secret").name, "webhook-keys");
  const version = inputsOf("aws:secretsmanager/secretVersion:SecretVersion");
  assert.equal(version.secretId, "webhook-keys-id");
  assertSecretKeys(version.secretString);
});

test("Azure Key Vault: the keys are stored in the secret", async () => {
  const inputsOf = await run("azure-key-vault");
  const secret = inputsOf("azure:keyvault/secret:Secret");
  assert.equal(secret.name, "webhook-keys");
  assert.equal(secret.keyVaultId, "/vaults/mine");
  assertSecretKeys(secret.value);
});

test("Google Secret Manager: the keys are stored in a version of the secret", async () => {
  const inputsOf = await run("google-secret-manager");
  assert.equal(inputsOf("gcp:secretmanager/secret:Secret").secretId, "webhook-keys");
  const version = inputsOf("gcp:secretmanager/secretVersion:SecretVersion");
  assert.equal(version.secret, "webhook-keys-id");
  assertSecretKeys(version.secretData);
});

test("Kubernetes: the keys are stored in a file of the Secret, which is updated in place", async () => {
  const inputsOf = await run("kubernetes-secret");
  assert.equal(String(inputsOf("pulumi:providers:kubernetes").enableSecretMutable), "true");
  const secret = inputsOf("kubernetes:core/v1:Secret");
  assert.deepEqual(secret.metadata, { name: "webhook-keys" });
  const { stringData } = secret as { stringData: unknown };
  const data = stringData as Inputs;
  assertSecretKeys(SIGNATURE in data ? { ...data, value: (data.value as Inputs)["keys.json"] } : data["keys.json"]);
});
