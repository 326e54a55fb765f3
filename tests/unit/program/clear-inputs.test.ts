import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { createScratch } from "../../support/project.js";
import { type ProgramCase, runPrograms } from "../../support/refused-programs.js";

const KEY = "bm90LWEtbGl2ZS1rZXktYnV0LWxvbmctZW5vdWdo";
const FILE_KEY = "YW5vdGhlci1rZXktdGhhdC1pc24ndC1saXZl";
const PROJECT_SECRET = "b25seS1pbi10aGUtcHJvamVjdCdzLWZpbGU=";
const ADOPT = { keyId: "key-id-of-orders", key: KEY, expirationDate: "2099-01-31" };

/** What the programs below call. */
const PRELUDE = `
const adopt = ${JSON.stringify(ADOPT)};
const key = (adopt) => new sdk.WebhookSigningKey("orders", { organizationId: "org", adopt });
const credential = (clientSecret) =>
  new sdk.WebhookOAuthCredential("orders", { organizationId: "org", clientId: "client", clientSecret });
const ring = (current) => new sdk.WebhookVerificationKeys("orders", { current });
`;

interface Case extends ProgramCase {
  /** The key or path of each value to encrypt. Undefined if nothing is refused. */
  readonly paths?: readonly string[];
  /** The key of an object that the stack's file doesn't have. */
  readonly notOneText?: string;
  /** Whether the project's file is named, too. */
  readonly isOfProject?: boolean;
}

const PATHS_OF_ADOPT = ["keyId", "key", "expirationDate"].map((name) => `--path 'project:ordersKey.${name}'`);

const REFUSED: Readonly<Record<string, Case>> = {
  "a whole object": {
    values: { "project:ordersKey": JSON.stringify(ADOPT) },
    program: 'key(config.requireSecretObject("ordersKey"))',
    paths: PATHS_OF_ADOPT,
  },
  "a whole object, in plain text in the program": {
    values: { "project:ordersKey": JSON.stringify(ADOPT) },
    program: "key(adopt)",
    paths: PATHS_OF_ADOPT,
  },
  "a part of an object": {
    values: { "project:ordersKey": JSON.stringify({ key: KEY }) },
    program: 'key({ ...adopt, key: config.requireSecretObject("ordersKey").key })',
    paths: ["--path 'project:ordersKey.key'"],
  },
  "a part of an object whose other parts are secret, which the stack's file shows": {
    values: { "project:fileKey": JSON.stringify({ ...ADOPT, key: FILE_KEY }) },
    secrets: ["project:fileKey"],
    program: 'key(config.requireSecretObject("fileKey"))',
    paths: ["--path 'project:fileKey.key'"],
  },
  "a value of its own": {
    values: { "project:clientSecret": "client-secret" },
    program: 'credential("client-secret")',
    paths: ["'project:clientSecret'"],
  },
  "a value of its own, as a secret": {
    values: { "project:clientSecret": "client-secret" },
    program: 'credential(config.requireSecret("clientSecret"))',
    paths: ["'project:clientSecret'"],
  },
  "a value in a list, after a name that needs quotes": {
    values: { "other:clients": JSON.stringify([{ "a.b": "client-secret" }]) },
    program: 'credential("client-secret")',
    paths: ["--path 'other:clients[0][\"a.b\"]'"],
  },
  "a number": {
    values: { "project:numbers": '{"orders":12345678}' },
    program: 'credential("12345678")',
    paths: ["--path 'project:numbers.orders'"],
  },
  "a part of one JSON text, whose rest --path would drop": {
    values: { "project:jsonKey": JSON.stringify({ ...ADOPT, note: "kept" }) },
    program: 'key(config.requireSecretObject("jsonKey"))',
    paths: ["'project:jsonKey'"],
  },
  "the current key of receivers": {
    values: { "project:ordersKey": JSON.stringify(ADOPT) },
    program: 'ring(config.requireSecretObject("ordersKey"))',
    paths: PATHS_OF_ADOPT,
  },
  "the date of a key whose other parts are encrypted": {
    values: { "project:datedKey": JSON.stringify(ADOPT), "project:contractEnds": ADOPT.expirationDate },
    secrets: ["project:datedKey"],
    program: 'key(config.requireSecretObject("datedKey"))',
    paths: ["--path 'project:datedKey.expirationDate'"],
  },
  "a value that only the project's file has in plain text": {
    values: { "project:clientSecret": PROJECT_SECRET },
    secrets: ["project:clientSecret"],
    program: 'credential(config.requireSecret("clientSecret"))',
    paths: ["'project:clientSecret'"],
    isOfProject: true,
  },
  "a part of an object that only the project's file has in plain text": {
    values: { "project:clients": '{"orders":"in-the-project"}' },
    secrets: ["project:clients"],
    program: 'credential("in-the-project")',
    paths: ["--path 'project:clients.orders'"],
    notOneText: "project:clients",
    isOfProject: true,
  },
  "a long value, though the configuration has it encrypted, too": {
    values: { "project:key": KEY, "project:old": KEY },
    secrets: ["project:key"],
    program: 'key({ ...adopt, key: config.requireSecret("key") })',
    paths: ["'project:old'"],
  },
  "a credential that only the project's file has in plain text": {
    values: { "cybersource-webhooks:merchantSecretKey": PROJECT_SECRET },
    secrets: ["cybersource-webhooks:merchantSecretKey"],
    program: 'credential("any-client-secret")',
    paths: ["'cybersource-webhooks:merchantSecretKey'"],
    isOfProject: true,
  },
};

const ACCEPTED: Readonly<Record<string, Case>> = {
  "is secret": {
    values: { "project:clientSecret": "client-secret" },
    secrets: ["project:clientSecret"],
    program: 'credential(config.requireSecret("clientSecret"))',
  },
  "is in a secret object": {
    values: { "project:ordersKey": JSON.stringify(ADOPT) },
    secrets: ["project:ordersKey"],
    program: 'key(config.requireSecretObject("ordersKey"))',
  },
  "isn't there": {
    values: { "project:clientId": "client", "project:list": "[1,true,null]" },
    program: 'credential(pulumi.output("client-secret"))',
  },
  "is a part of another value": {
    values: { "project:text": "the client-secret" },
    program: 'credential("client-secret")',
  },
  "is that of something else with the same date": {
    values: {
      "project:ordersKey": JSON.stringify(ADOPT),
      "project:contract": JSON.stringify({ ends: ADOPT.expirationDate }),
    },
    secrets: ["project:ordersKey"],
    program: 'key(config.requireSecretObject("ordersKey"))',
  },
  "is a word that is encrypted elsewhere": {
    values: { "project:clientSecret": "my_merchant", "project:merchant": "my_merchant" },
    secrets: ["project:clientSecret"],
    program: 'credential(config.requireSecret("clientSecret"))',
  },
  "is short": { values: { "project:clientSecret": "1234567" }, program: 'credential("1234567")' },
};

describe("a secret input", () => {
  let results: Readonly<Record<string, unknown>>;
  beforeAll(() => {
    const folder = createScratch("clear-inputs");
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      `name: project\nconfig:\n  cybersource-webhooks:merchantSecretKey:\n    value: ${PROJECT_SECRET}\n  clientSecret:\n    value: ${PROJECT_SECRET}\n  project:clients:\n    value:\n      orders: in-the-project\n`,
    );
    writeFileSync(
      join(folder, "Pulumi.stack.yaml"),
      `config:\n  project:fileKey:\n    keyId:\n      secure: v1:x\n    key: ${FILE_KEY}\n    expirationDate:\n      secure: v1:y\n` +
        "  project:ordersKey:\n    a: b\n  other:clients:\n    - a\n  project:numbers:\n    a: 1\n  project:jsonKey: '{}'\n" +
        `  project:datedKey:\n    keyId:\n      secure: v1:x\n    key:\n      secure: v1:z\n    expirationDate: ${ADOPT.expirationDate}\n`,
    );
    const cases = Object.entries({ ...REFUSED, ...ACCEPTED }).map(
      ([name, each]) => [name, { ...each, program: PRELUDE + each.program }] as const,
    );
    results = runPrograms(Object.fromEntries(cases), folder);
  });

  test.each(Object.entries(REFUSED))(
    "that the configuration has in plain text is refused: %s",
    (name, { paths = [], notOneText, isOfProject = false }) => {
      const message =
        "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, " +
        `replace the credential. Then encrypt it:${paths.map((path) => `\n  pulumi config set --secret ${path}`).join("")}` +
        (notOneText === undefined
          ? ""
          : `\n  (If ${notOneText} was set as one JSON text, or is in Pulumi.yaml, --path would drop the rest of it: run ` +
            `pulumi config set --secret '${notOneText}' instead.)`) +
        (isOfProject ? "\nand remove it from the project's file, Pulumi.yaml." : "");
      const refused = { registered: 0, thrown: [message] };
      expect(results[name]).toEqual([refused, refused]);
    },
  );

  test.each(Object.keys(ACCEPTED))("isn't refused if its value in the configuration %s", (name) => {
    const accepted = { registered: 1, thrown: [] };
    expect(results[name]).toEqual([accepted, accepted]);
  });
});
