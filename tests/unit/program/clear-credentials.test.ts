import { describe, expect, test } from "@jest/globals";
import { clearCredentialsRefusal, findClearCredentials } from "../../../provider/program/clear-credentials.js";
import { isInPlainText, openConfigFile } from "../../../provider/program/config-file.js";

const CONNECTIONS = "cybersource-webhooks:connections";
const LONG = "c2hhcmVkLXNlY3JldC1vZi1pbmRpYQ==";

test("a credential that is encrypted in the stack's file and in plain text in the project's is removed there", () => {
  const key = "cybersource-webhooks:merchantSecretKey";
  const config = { keys: [key], get: () => LONG, isSecret: () => true };
  const stack = `config:\n  ${key}:\n    secure: v1:x\n`;
  const refused = (project: string): string | undefined =>
    clearCredentialsRefusal(config, () => ({ stack: openConfigFile(stack), project: openConfigFile(project) }));
  const refusal =
    "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
    `the credential. Then encrypt it:\n  pulumi config set --secret '${key}'\n` +
    "and remove it from the project's file, Pulumi.yaml.";
  for (const name of ["value", "default"]) {
    expect(refused(`config:\n  ${key}:\n    ${name}: ${LONG}\n`)).toBe(refusal);
  }
  expect(refused(`config:\n  ${key}:\n    value: the-credential-before-that-one\n`)).toBeUndefined();
  expect(
    clearCredentialsRefusal({ ...config, get: () => "" }, () => ({ stack: openConfigFile(stack), project: undefined })),
  ).toBeUndefined();
});

describe("credentials in `connections`, if any value in it is secret", () => {
  const value = JSON.stringify({ india: { merchantSecretKey: "a-secret", p12Password: "b" }, p12: { host: "x" } });
  const find = (file: string | undefined): string[] =>
    findClearCredentials({ keys: [CONNECTIONS], get: () => value, isSecret: () => true }, (names, text) =>
      file === undefined ? undefined : isInPlainText(openConfigFile(file), names, text),
    ).map(({ names }) => names.join("."));

  const fileWith = (merchantSecretKey: string): string =>
    `config:\n  ${CONNECTIONS}:\n    india:\n      merchantSecretKey: ${merchantSecretKey}\n      p12Password: { secure: v1:x }\n`;

  test("are found in the stack's file", () => {
    expect(find(fileWith("a-secret"))).toEqual([`${CONNECTIONS}.india.merchantSecretKey`]);
    expect(find(fileWith("{ secure: v1:x }"))).toEqual([]);
  });

  test("aren't found without the file", () => {
    expect(find(undefined)).toEqual([]);
  });
});

test.each([
  ["p12Pasword", true],
  ["merchantSecretkey", true],
  ["merchantSecret", true],
  ["merchantid", false],
  ["color", false],
])("a misspelled credential is one: %s, %s", (name, isOne) => {
  const keys = [`cybersource-webhooks:${name}`];
  const config = { keys, get: () => "word", isSecret: () => false };
  expect(findClearCredentials(config, () => undefined).flatMap(({ names }) => names)).toEqual(isOne ? keys : []);
});
