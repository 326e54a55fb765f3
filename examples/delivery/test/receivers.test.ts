import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, mock, test } from "node:test";
import { signNotification } from "pulumi-cybersource-webhooks/testing";
import { createKeyRing, type VerificationKey, verifyNotification } from "pulumi-cybersource-webhooks/verify";

const keyNamed = (keyId: string): VerificationKey => ({
  keyId,
  key: Buffer.from(`key of ${keyId}`).toString("base64"),
  expirationDate: new Date(Date.now() + 86_400_000).toISOString(),
});
const [before, after] = [keyNamed("before"), keyNamed("after")];
const body = Buffer.from('{"payload":[]}');

/** Whether a notification signed with the key is accepted. */
const accepts = async (keys: ReturnType<typeof createKeyRing>, key: VerificationKey): Promise<boolean> => {
  const header = signNotification({ body, key });
  return verifyNotification({ header, body, keys }).then(
    () => true,
    () => false,
  );
};

const REFRESH_INTERVAL_MS = 10_000;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
});

/** Checks that a receiver accepts a new key after a rotation, without a restart. */
const followsRotation = async (
  load: () => object,
  write: (keys: readonly VerificationKey[]) => void,
): Promise<void> => {
  write([before]);
  const { keys } = load() as { keys: ReturnType<typeof createKeyRing> };
  assert.equal(await accepts(keys, before), true);
  assert.equal(await accepts(keys, after), false);
  write([after, before]);
  mock.timers.tick(REFRESH_INTERVAL_MS);
  assert.equal(await accepts(keys, after), true);
  assert.equal(await accepts(keys, before), true);
};

test("a receiver with a mounted Kubernetes Secret accepts the new key after a rotation", async () => {
  const folder = mkdtempSync(join(tmpdir(), "webhook-keys-"));
  process.env.KEYS_FILE = join(folder, "keys.json");
  try {
    await followsRotation(
      () => require("../kubernetes-secret/receiver.js") as object,
      (keys) => writeFileSync(join(folder, "keys.json"), JSON.stringify(keys)),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a receiver with AWS Secrets Manager accepts the new key after a rotation", async () => {
  let secretString = "";
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ Name: "webhook-keys", SecretString: secretString }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_REGION = "eu-central-1";
  process.env.AWS_ACCESS_KEY_ID = "key-of-the-test";
  process.env.AWS_SECRET_ACCESS_KEY = "secret-of-the-test";
  try {
    await followsRotation(
      () => require("../aws-secrets-manager/receiver.js") as object,
      (keys) => {
        secretString = JSON.stringify(keys);
      },
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
