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

test("a signing key stands as if the program had adopted it, its secrets sealed", () => {
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

test("an OAuth credential has the client's secret, which the service echoes as the key", () => {
  const { type, inputs, outputs } = fileOf(answerWith(OAUTH));
  expect(type).toBe("pulumi-nodejs:dynamic/cybersource-webhooks:WebhookOAuthCredential");
  expect(inputs).toMatchObject({ clientId: "webhooks-client", clientSecret: sealed(KEY) });
  expect(outputs).toMatchObject({ keyProvider: "merchant_org", tenant: "nrtd", clientSecret: sealed(KEY) });
});

test("what the program says is in inputs and outputs, so that the next up finds nothing changed", () => {
  const given = { expiryDuration: 180, keyProvider: "parent_org", tenant: "t", connection: "india" };
  const { inputs, outputs } = fileOf(answerWith({}), given);
  expect(inputs).toMatchObject(given);
  expect(outputs).toMatchObject({ expiryDuration: 180, keyProvider: "parent_org", tenant: "t" });
});

test("another provider or tenant than the default is taken from the answer", () => {
  const { inputs } = fileOf(answerWith({ provider: "parent_org", tenant: "other" }));
  expect(inputs).toMatchObject({ keyProvider: "parent_org", tenant: "other" });
});

test.each([
  ["a signing key", {}],
  ["an OAuth credential", OAUTH],
])("nothing secret of %s stands outside of what is sealed", (_what, changed) => {
  const bare = JSON.stringify(fileOf(answerWith(changed)), (_name, value: unknown) =>
    typeof value === "object" && value !== null && "plaintext" in value ? "[sealed]" : value,
  );
  expect(bare.match(/\[sealed\]/g)?.length).toBeGreaterThanOrEqual(3);
  expect(findSecrets([textPlace("file", bare)], SECRETS)).toEqual([]);
});

describe("what cannot be imported is refused, and not repeated:", () => {
  test.each<[what: string, text: string, message: string]>([
    ["nothing", " \n", "standard input is empty, where the service's answer was expected"],
    ["no JSON", `{"key": "${KEY}"`, "this is no answer of the service with a key: the answer is not JSON"],
    [
      "no key",
      answerWith({ key: undefined }),
      "this is no answer of the service with a key: the answer lacks keyInformation.key",
    ],
    [
      "a failed key",
      answerWith({ status: "FAILED" }),
      "this is no answer of the service with a key: the answer says that the key failed",
    ],
    [
      "another type of key",
      answerWith({ keyType: "publickey" }),
      "keyInformation.keyType of the answer must be sharedSecret or",
    ],
    ["no organization", answerWith({ organizationId: 7 }), "the answer lacks keyInformation.organizationId"],
    ["no end", answerWith({ expirationDate: undefined }), "the answer lacks keyInformation.expirationDate"],
    ["an end that cannot be read", answerWith({ expirationDate: "2027-99-17" }), "ERR_INPUT_INVALID: "],
    ["a key that has expired", answerWith({ expirationDate: "2026-11-27T11:59:59Z" }), "the key has expired, so that"],
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
