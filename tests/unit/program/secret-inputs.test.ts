import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { createScratch } from "../../support/project.js";
import { type ProgramCase, type ProgramResult, runPrograms } from "../../support/refused-programs.js";

const URL = "https://hooks.example.com/in?token=b25lLXRva2Vu";
const PLAIN_URL = "https://hooks.example.com/incoming";
const POLICY = {
  securityType: "oAuth_JWT",
  config: { oAuthURL: "https://login.example.com/t?key=YW5vdGhlcg", additionalConfig: { scope: "webhooks" } },
};

/** A program with a subscription. */
const subscription = (inputs: string): string => `new sdk.WebhookSubscription("orders", {
  organizationId: "org",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  ...{ ${inputs} },
})`;

const FILE = { "project:webhookUrl": URL };
const REFUSED: Readonly<Record<string, ProgramCase & { readonly path: string }>> = {
  webhookUrl: {
    values: FILE,
    program: subscription('webhookUrl: config.requireSecret("webhookUrl")'),
    path: "'project:webhookUrl'",
  },
  "healthCheckUrl, from another output": {
    values: FILE,
    program: subscription(
      'healthCheckUrl: pulumi.output(Promise.resolve(pulumi.secret(config.require("webhookUrl"))))',
    ),
    path: "'project:webhookUrl'",
  },
  "a part of securityPolicy": {
    values: { "project:login": POLICY.config.oAuthURL },
    program: subscription(
      'securityPolicy: { securityType: "oAuth", config: { oAuthURL: config.requireSecret("login") } }',
    ),
    path: "'project:login'",
  },
  "all of securityPolicy": {
    values: { "project:policy": JSON.stringify(POLICY) },
    program: subscription('securityPolicy: config.requireSecretObject("policy")'),
    path: "--path 'project:policy.config.oAuthURL'",
  },
};

const KEY = "bm90LWEtbGl2ZS1rZXktYnV0LWxvbmctZW5vdWdo";
const signingKey = (adopt: string): string =>
  `new sdk.WebhookSigningKey("orders", { organizationId: "org", adopt: ${adopt} })`;
const REFUSED_KEYS: typeof REFUSED = {
  "in a list of which other parts are secret": {
    values: { "project:keys": JSON.stringify([{ keyId: "key-id-of-orders", key: KEY, expirationDate: "2099-01-31" }]) },
    secrets: ["project:keys"],
    program: signingKey('config.requireSecretObject("keys")[0]'),
    path: "--path 'project:keys[0].key'",
  },
};

const ACCEPTED: Readonly<Record<string, ProgramCase>> = {
  "a URL that isn't passed as a secret": {
    values: FILE,
    program: subscription(
      'webhookUrl: config.require("webhookUrl"), healthCheckUrl: pulumi.output(config.require("webhookUrl"))',
    ),
  },
  "an encrypted URL": {
    values: FILE,
    secrets: ["project:webhookUrl"],
    program: subscription('webhookUrl: config.requireSecret("webhookUrl")'),
  },
  "a plain URL that is secret because of another value": {
    values: { "project:hooks": JSON.stringify({ url: PLAIN_URL, token: "t" }), "project:url": PLAIN_URL },
    secrets: ["project:hooks"],
    program: subscription(
      'webhookUrl: config.requireSecretObject("hooks").url, healthCheckUrl: pulumi.all([config.require("url"), pulumi.secret("t")]).apply(([url]) => url)',
    ),
  },
  "a policy that isn't passed as a secret": {
    values: { "project:policy": JSON.stringify(POLICY) },
    program: subscription('securityPolicy: config.requireObject("policy")'),
  },
  "an encrypted policy, a part of which is in plain text elsewhere": {
    values: { "project:policy": JSON.stringify(POLICY), "project:login": POLICY.config.oAuthURL },
    secrets: ["project:policy"],
    program: subscription('securityPolicy: config.requireSecretObject("policy")'),
  },
  "a policy that is secret because of another part": {
    values: { "project:login": POLICY.config.oAuthURL },
    program: subscription(
      'securityPolicy: pulumi.secret("key-id").apply((keyId) => ({ securityType: "oAuth", config: { oAuthURL: config.require("login"), additionalConfig: { keyId } } }))',
    ),
  },
  "a policy of which another part is encrypted": {
    values: { "project:partly": JSON.stringify(POLICY) },
    secrets: ["project:partly"],
    program: subscription('securityPolicy: config.requireSecretObject("partly")'),
  },
  "a policy of which only a part is in an object": {
    values: { "project:other": JSON.stringify({ config: { oAuthURL: POLICY.config.oAuthURL } }) },
    program: subscription(`securityPolicy: pulumi.secret(${JSON.stringify(POLICY)})`),
  },
  "the date of a key that has a setting of its own": {
    values: { "project:key": KEY, "project:date": "2099-01-31" },
    secrets: ["project:key"],
    program: signingKey('{ keyId: "id", key: config.requireSecret("key"), expirationDate: config.require("date") }'),
  },
  "a policy without a long value": {
    values: { "project:policy": '{"securityType":"oAuth_JWT"}' },
    program: subscription('securityPolicy: config.requireSecretObject("policy")'),
  },
};

const FILE_TEXT = `config:
  project:hooks:
    url: ${PLAIN_URL}
    token: { secure: v1:t }
  project:policy:
    securityType: oAuth
  project:partly:
    securityType: oAuth_JWT
    config:
      oAuthURL: ${POLICY.config.oAuthURL}
      additionalConfig: { scope: { secure: v1:a } }
  project:keys:
  - keyId: { secure: v1:b }
    key: ${KEY}
    expirationDate: { secure: v1:c }
`;

describe("an input", () => {
  let results: Readonly<Record<string, readonly ProgramResult[]>>;
  beforeAll(() => {
    const folder = createScratch("secret-inputs");
    writeFileSync(join(folder, "Pulumi.yaml"), "name: project\n");
    writeFileSync(join(folder, "Pulumi.stack.yaml"), FILE_TEXT);
    results = runPrograms({ ...REFUSED, ...REFUSED_KEYS, ...ACCEPTED }, folder);
  });

  test.each(Object.entries({ ...REFUSED, ...REFUSED_KEYS }))(
    "that is a secret and that the configuration has in plain text is refused: %s",
    (name, { path }) => {
      const message =
        "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, " +
        `replace the credential. Then encrypt it:\n  pulumi config set --secret ${path}`;
      const refused = { registered: 0, thrown: [message] };
      expect(results[name]).toEqual([refused, refused]);
    },
  );

  test.each(Object.keys(ACCEPTED))("isn't refused if it's %s", (name) => {
    const accepted = { registered: 1, thrown: [] };
    expect(results[name]).toEqual([accepted, accepted]);
  });
});
