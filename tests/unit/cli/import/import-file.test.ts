import { describe, expect, test } from "@jest/globals";
import { importFile, type ImportOptions } from "../../../../cli/import/import-file.js";
import { readAnswer } from "../../../../cli/import/read-answer.js";
import { findSecrets, textPlace } from "../../../support/secret-sweep.js";

const KEY = Buffer.from("key-that-nobody-may-see-12345678").toString("base64");
const SECRETS = { key: KEY, keyId: "aadc3f49-5d3c-4a3e-8c1f-0c6f1d0c5e11", end: "2027-03-17T06:53:06" };
const OPTIONS: ImportOptions = {
  name: "orders",
  expiryDuration: undefined,
  keyProvider: undefined,
  tenant: undefined,
  connection: undefined,
  host: undefined,
  now: new Date("2026-11-27T12:00:00Z"),
};

const keyInformation = {
  provider: "NRTD",
  tenant: "merchant_org",
  organizationId: "merchant_org",
  keyId: SECRETS.keyId,
  key: KEY,
  keyType: "sharedSecret",
  status: "Active",
  expirationDate: "2027-03-17T06:53:06+0000",
};
const answerWith = (changed: Record<string, unknown>, status = "SUCCESS"): string =>
  JSON.stringify({
    submitTimeUtc: "2026-03-17T06:53:06+0000",
    status,
    keyInformation: { ...keyInformation, ...changed },
  });
const fileOf = (text: string, options: Partial<ImportOptions> = {}): Record<string, Record<string, unknown>> => {
  const { resources } = importFile(readAnswer(text), { ...OPTIONS, ...options }) as { resources: unknown[] };
  expect(resources).toHaveLength(1);
  return resources[0] as Record<string, Record<string, unknown>>;
};
const sealed = (value: string): Record<string, string> => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

test("writes a signing key as if the program had adopted it, with its secrets marked", () => {
  const __provider = expect.stringContaining('require("pulumi-cybersource-webhooks/providers/webhook-signing-key.js")');
  expect(fileOf(answerWith({}), { host: "api.cybersource.com" })).toEqual({
    type: "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey",
    name: "orders",
    id: expect.stringMatching(/^merchant_org\/[0-9a-f]{16}$/),
    inputs: { __provider, organizationId: "merchant_org" },
    outputs: {
      __provider,
      organizationId: "merchant_org",
      expiryDuration: 365,
      keyProvider: "nrtd",
      tenant: "merchant_org",
      keyId: sealed(SECRETS.keyId),
      key: sealed(KEY),
      expirationDate: sealed("2027-03-17T06:53:06.000Z"),
      status: "ADOPTED",
      adopted: expect.stringMatching(/^[0-9a-f]{16}$/),
      host: "api.cybersource.com",
    },
  });
});

const OAUTH = {
  provider: "merchant_org",
  tenant: "nrtd",
  keyType: "oAuthClientCredentials",
  clientKeyId: "webhooks-client",
};

test("writes an OAuth credential with its client secret, which the answer contains as the key", () => {
  const { type, inputs, outputs } = fileOf(answerWith(OAUTH));
  expect(type).toBe("pulumi-nodejs:dynamic/cybersource-webhooks:WebhookOAuthCredential");
  expect(inputs).toMatchObject({ clientId: "webhooks-client", clientSecret: sealed(KEY) });
  expect(outputs).toMatchObject({ keyProvider: "merchant_org", tenant: "nrtd", clientSecret: sealed(KEY) });
});

test("writes what the program sets to inputs and outputs, so that the next up finds no changes", () => {
  const given = { expiryDuration: 180, keyProvider: "parent_org", tenant: "t", connection: "india" };
  const { inputs, outputs } = fileOf(answerWith({}), given);
  expect(inputs).toMatchObject(given);
  expect(outputs).toMatchObject({ expiryDuration: 180, keyProvider: "parent_org", tenant: "t" });
});

test("writes a provider and tenant from the answer if they aren't the defaults", () => {
  const { inputs } = fileOf(answerWith({ provider: "parent_org", tenant: "other" }));
  expect(inputs).toMatchObject({ keyProvider: "parent_org", tenant: "other" });
});

test.each([
  ["a signing key", {}],
  ["an OAuth credential", OAUTH],
])("marks every secret value of %s as secret", (_what, changed) => {
  const bare = JSON.stringify(fileOf(answerWith(changed)), (_name, value: unknown) =>
    typeof value === "object" && value !== null && "plaintext" in value ? "[sealed]" : value,
  );
  expect(bare.match(/\[sealed\]/g)?.length).toBeGreaterThanOrEqual(3);
  expect(findSecrets([textPlace("file", bare)], SECRETS)).toEqual([]);
});

describe("rejects an answer that can't be imported, without quoting it:", () => {
  test.each<[what: string, text: string, message: string]>([
    ["nothing", " \n", "standard input is empty. Pass the service's answer to CREATE or STORE"],
    ["no JSON", `{"key": "${KEY}"`, "standard input isn't an answer with a key: the answer is not JSON"],
    [
      "no key",
      answerWith({ key: undefined }),
      "standard input isn't an answer with a key: the answer lacks keyInformation.key",
    ],
    [
      "a failed key",
      answerWith({ status: "FAILED" }),
      "standard input isn't an answer with a key: the answer says that the key failed",
    ],
    [
      "another type of key",
      answerWith({ keyType: "publickey" }),
      "keyInformation.keyType of the answer must be sharedSecret or",
    ],
    ["no organization", answerWith({ organizationId: 7 }), "the answer lacks keyInformation.organizationId"],
    ["no date", answerWith({ expirationDate: undefined }), "the answer lacks keyInformation.expirationDate"],
    ["an unreadable date", answerWith({ expirationDate: "2027-99-17" }), "ERR_INPUT_INVALID: "],
    [
      "a key that has expired",
      answerWith({ expirationDate: "2026-11-27T11:59:59Z" }),
      "the key has expired, so importing it is no use",
    ],
    ["a credential without a client", answerWith({ ...OAUTH, clientKeyId: undefined }), "ERR_INPUT_MISSING: clientId"],
  ])("%s", (_what, text, message) => {
    let told = "";
    try {
      fileOf(text);
    } catch (error) {
      told = error instanceof Error ? error.message : "";
    }
    expect(told.slice(0, message.length)).toBe(message);
    expect(findSecrets([textPlace("message", told)], SECRETS)).toEqual([]);
  });
});
