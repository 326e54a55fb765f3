import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { type Bag } from "../support/provider-client.js";
import { SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN } from "./wire.js";

const KEY = "bm90LWEtbGl2ZS1rZXktYnV0LWxvbmctZW5vdWdo";
const KEY_ID = "key-id-of-orders-0001";
const DATE = "2099-01-31T00:00:00Z";
const adopt = { keyId: KEY_ID, key: KEY, expirationDate: DATE };
const URL_WITH_TOKEN = "https://hooks.example.com/in?token=b25lLXRva2Vu";
const PLAIN_URL = "https://hooks.example.com/incoming";
const clientSecret = "word-word";
const POLICY = {
  securityType: "oAuth",
  config: { oAuthURL: `${URL_WITH_TOKEN}2`, additionalConfig: { scope: "webhooks" } },
};
const marked = (value: string | Bag): Bag => ({ [SIGNATURE_KEY]: SECRET_SIGNATURE, value });

let folder: string;
let plugin: PluginProcess;
beforeAll(async () => {
  folder = createScratch("clear-inputs");
  plugin = await startPlugin({ config: { host: "http://127.0.0.1:9", authentication: "none" }, folder });
});
afterAll(() => plugin.stop());

const INPUTS = {
  WebhookSigningKey: { organizationId: "org", adopt: marked(adopt) },
  WebhookOAuthCredential: { organizationId: "org", clientId: "client", clientSecret: marked(clientSecret) },
  WebhookVerificationKeys: { current: marked(adopt) },
  WebhookSubscription: {
    organizationId: "org",
    webhookUrl: marked(URL_WITH_TOKEN),
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  },
};

const withPolicy = (securityPolicy: Bag): Bag => ({ ...INPUTS.WebhookSubscription, securityPolicy });

/** What the plugin says of a resource in a project with these sections `config`. */
const reasonsOf = async (
  type: keyof typeof INPUTS,
  { stack = "", project = "", inputs = INPUTS[type] }: { stack?: string; project?: string; inputs?: Bag },
): Promise<string[]> => {
  writeFileSync(join(folder, "Pulumi.yaml"), `name: shop\nruntime: yaml\n${project}`);
  writeFileSync(join(folder, "Pulumi.dev.yaml"), `encryptionsalt: v1:x\nconfig:\n${stack}`);
  const { reasons, properties } = await plugin.check(`${type} orders`, {}, inputs);
  expect(properties).toEqual(reasons.map(() => ""));
  for (const secret of [KEY, KEY_ID, DATE, clientSecret]) expect(reasons.join("")).not.toContain(secret);
  return reasons;
};
const refusal = (...lines: string[]): string =>
  "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
  `the credential. Then encrypt it:${lines.map((line) => `\n  ${line}`).join("")}`;
const encrypt = (key: string): string => `pulumi config set --secret ${key}`;

test.each<[type: keyof typeof INPUTS, what: string, stack: string, lines: string[]]>([
  [
    "WebhookSigningKey",
    "in an object",
    `  shop:ordersKey:\n    keyId:\n      secure: v1:abc\n    key: ${KEY} # old\n    expirationDate: ${DATE}\n`,
    [encrypt("--path 'shop:ordersKey.key'")],
  ],
  [
    "WebhookVerificationKeys",
    "in an object of a list",
    `  shop:keys:\n    - keyId: '${KEY_ID}'\n      key: "${KEY}"\n    - a\n`,
    [encrypt("--path 'shop:keys[0].keyId'"), encrypt("--path 'shop:keys[0].key'")],
  ],
  [
    "WebhookVerificationKeys",
    "in one JSON text, whose rest --path would drop",
    `  shop:ordersKey: '${JSON.stringify(adopt)}'\n`,
    [encrypt("'shop:ordersKey'")],
  ],
  [
    "WebhookSigningKey",
    "in brackets",
    `  shop:ordersKey: { keyId: ${KEY_ID}, key: ${KEY} }\n`,
    [encrypt("--path 'shop:ordersKey.keyId'"), encrypt("--path 'shop:ordersKey.key'")],
  ],
  ["WebhookSigningKey", "on several lines", `  shop:ordersKey: >-\n    ${KEY}\n`, [encrypt("'shop:ordersKey'")]],
  ["WebhookSubscription", "passed as a secret", `  shop:url: ${URL_WITH_TOKEN}\n`, [encrypt("'shop:url'")]],
  [
    "WebhookOAuthCredential",
    "after the name of the input",
    `  shop:clientSecret: ${clientSecret}\n`,
    [encrypt("'shop:clientSecret'")],
  ],
])("%s: a value that the stack's file has in plain text is refused: %s", async (type, _, stack, lines) => {
  expect(await reasonsOf(type, { stack })).toEqual([refusal(...lines)]);
});

test("a value that the project's file has in plain text is refused", async () => {
  const project = `config:\n  clientSecret:\n    value: ${clientSecret}\n`;
  const removal = "\nand remove it from the project's file, Pulumi.yaml.";
  expect(await reasonsOf("WebhookOAuthCredential", { project })).toEqual([
    refusal(encrypt("'clientSecret'")) + removal,
  ]);
  const object = `config:\n  shop:ordersKey:\n    default:\n      key: ${KEY}\n`;
  expect(await reasonsOf("WebhookSigningKey", { project: object })).toEqual([
    refusal(
      encrypt("--path 'shop:ordersKey.key'"),
      "(If shop:ordersKey was set as one JSON text, or is in Pulumi.yaml, --path would drop the rest of it: run pulumi config " +
        "set --secret 'shop:ordersKey' instead.)",
    ) + removal,
  ]);
});

test("a configuration in the old section of the project's file is found", async () => {
  const project = `configuration:\n  clientSecret:\n    default: ${clientSecret}\n`;
  expect(await reasonsOf("WebhookOAuthCredential", { project })).toEqual([
    `${refusal(encrypt("'clientSecret'"))}\nand remove it from the project's file, Pulumi.yaml.`,
  ]);
});

test.each<[what: string, policy: Bag, stack: string, line: string]>([
  ["all of it", marked(POLICY), `  shop:policy: ${JSON.stringify(POLICY)}\n`, "--path 'shop:policy.config.oAuthURL'"],
  [
    "a part of it",
    { ...POLICY, config: { oAuthURL: marked(POLICY.config.oAuthURL) } },
    `  shop:login: ${POLICY.config.oAuthURL}\n`,
    "'shop:login'",
  ],
])("a securityPolicy that is passed as a secret is refused: %s", async (_, policy, stack, line) => {
  expect(await reasonsOf("WebhookSubscription", { stack, inputs: withPolicy(policy) })).toEqual([
    refusal(encrypt(line)),
  ]);
});

test.each<[type: keyof typeof INPUTS, what: string, files: Parameters<typeof reasonsOf>[1]]>([
  [
    "WebhookSubscription",
    "is the webhookId that it adopts",
    { stack: `  shop:webhookId: ${KEY_ID}\n`, inputs: { ...INPUTS.WebhookSubscription, adopt: KEY_ID } },
  ],
  [
    "WebhookSubscription",
    "is a URL that is secret only because of another value",
    { stack: `  shop:url: ${PLAIN_URL}\n`, inputs: { ...INPUTS.WebhookSubscription, webhookUrl: marked(PLAIN_URL) } },
  ],
  [
    "WebhookSubscription",
    "is a part of a policy of which another part is encrypted",
    {
      stack: `  shop:policy: { securityType: oAuth, config: { oAuthURL: "${POLICY.config.oAuthURL}", additionalConfig: { scope: { secure: v1:a } } } }\n`,
      inputs: withPolicy(marked(POLICY)),
    },
  ],
  [
    "WebhookSubscription",
    "is a policy that isn't passed as a secret",
    { stack: `  shop:policy: ${JSON.stringify(POLICY)}\n`, inputs: withPolicy(POLICY) },
  ],
  ["WebhookSigningKey", "is encrypted", { stack: "  shop:ordersKey:\n    key:\n      secure: v1:abc\n" }],
  [
    "WebhookSubscription",
    "isn't passed as a secret",
    { stack: `  shop:url: ${URL_WITH_TOKEN}\n`, inputs: { ...INPUTS.WebhookSubscription, webhookUrl: URL_WITH_TOKEN } },
  ],
  ["WebhookSigningKey", "is only a date", { stack: `  shop:ends: ${DATE}\n` }],
  ["WebhookSigningKey", "is a part of another", { stack: `  shop:note: the ${KEY}\n` }],
  ["WebhookOAuthCredential", "is a word after another name", { stack: `  shop:merchant: ${clientSecret}\n` }],
  [
    "WebhookOAuthCredential",
    "is in the program",
    { project: `resources:\n  a:\n    type: x\n    properties:\n      clientSecret: ${clientSecret}\n` },
  ],
  [
    "WebhookOAuthCredential",
    "isn't known yet",
    { stack: `  shop:clientSecret: ${UNKNOWN}\n`, inputs: { ...INPUTS.WebhookOAuthCredential, clientSecret: UNKNOWN } },
  ],
])("%s: nothing is refused if the value %s", async (type, _, files) => {
  expect(await reasonsOf(type, files)).toEqual([]);
});
