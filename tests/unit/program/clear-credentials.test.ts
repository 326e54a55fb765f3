import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { clearCredentialsRefusal, findClearCredentials } from "../../../provider/program/clear-credentials.js";
import { isInPlainText } from "../../../provider/program/config-text.js";
import { readConfigFiles } from "../../../provider/program/stack-file.js";
import { createScratch } from "../../support/project.js";

const CONNECTIONS = "cybersource-webhooks:connections";
const LONG = "c2hhcmVkLXNlY3JldC1vZi1pbmRpYQ==";

const yaml = (...lines: string[]): string =>
  ["config:", `  ${CONNECTIONS}:`, "    india:", ...lines.map((line) => `      ${line}`), ""].join("\n");

describe("a value of the stack's file", () => {
  test.each<[string, string, string, string]>([
    ["plain", "p12Password", "s", yaml("p12Password: s")],
    ["before a comment", "p12Password", "s", yaml("p12Password: s # of the file")],
    ["in quotes", "p12Password", "it's: s", yaml("p12Password: 'it''s: s'")],
    ["in double quotes", "p12Password", 'a"b\\', yaml('p12Password: "a\\"b\\\\"')],
    ["with characters that are special in regular expressions", "p12Password", "a.*(b)$", yaml("p12Password: a.*(b)$")],
    ["a number", "p12Password", "1234", yaml("p12Password: 1234")],
    ["in a flow mapping", "p12Password", "s", yaml("{ merchantId: m, p12Password: s, p12: x }")],
    ["in JSON", "p12Password", "s", JSON.stringify({ config: { [CONNECTIONS]: { india: { p12Password: "s" } } } })],
    ["in a file with Windows line ends", "p12Password", "s", yaml("p12Password: s").replaceAll("\n", "\r\n")],
    ["on the next line", "merchantSecretKey", LONG, yaml("merchantSecretKey: >-", `  ${LONG}`)],
    ["on several lines", "p12", "QUJD\nREVGR0hJSktM\nMTIz", yaml("p12: |", "  QUJD", "  REVGR0hJSktM", "  MTIz")],
  ])("is found in plain text: %s", (_, name, value, file) => {
    expect(isInPlainText(file, [name], value)).toBe(true);
  });

  test.each<[string, string, string, string]>([
    ["when it is encrypted", "p12Password", "s", yaml("p12Password:", "  secure: v1:abc")],
    ["when it is encrypted in a flow mapping", "p12Password", "secure", yaml("p12Password: { secure: v1:abc }")],
    ["when another value begins with it", "p12Password", "s", yaml("p12Password: st")],
    ["after another name", "p12", "s", yaml("merchantId: s", "p12Password: s", "xp12: s")],
    ["when it is long and encrypted", "merchantSecretKey", LONG, yaml("merchantSecretKey:", "  secure: v1:YWJj")],
  ])("is not found %s", (_, name, value, file) => {
    expect(isInPlainText(file, [name], value)).toBe(false);
  });

  test("is found quickly, however long the value and the file are", () => {
    const long = "a".repeat(50_000);
    const file = yaml(`p12: ${long}b`, `other: ${"p12: ".repeat(20_000)}`);
    const spaces = `p12:${" ".repeat(50_000)}x\n`.repeat(4);
    const started = performance.now();
    // The results are compared, not the texts: a failing assertion would print them.
    const found = [isInPlainText(file, ["p12"], long), isInPlainText(spaces, ["p12"], "s")];
    expect(found).toEqual([true, false]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("a value at a place of the file", () => {
  test.each<[what: string, lines: string[]]>([
    ["in a block", ["a:", "  b:", "    c: s"]],
    ["under another name between", ["a:", "  value:", "    b:", "", "      # why", "      c: s"]],
    ["in brackets", ["a: { x: 'it''s {', b: { y: \"}\", c: s } }"]],
    ["in brackets on several lines", ["a: {", "b: [", "{ c: s }", "]}"]],
    ["in a list that isn't indented", ["a:", "- b:", "  - c: s"]],
    ["in brackets, after an apostrophe", ["a: { x: it's, b: { c: s } }, y: it's"]],
    ["in JSON", ['{ "a": { "b":', '{ "c": "s" } } }']],
  ])("is found: %s", (_, lines) => {
    for (const end of ["\n", "\r\n"]) expect(isInPlainText(lines.join(end), ["a", "b", "c"], "s")).toBe(true);
  });

  test.each<[what: string, lines: string[]]>([
    ["below another name", ["a:", "  x: 1", "b:", "  c: s"]],
    ["beside it", ["a:", "  b:", "    x: 1", "  c: s"]],
    ["after a bracket", ["a: { b: { x: '}' }, c: s }"]],
    ["after a bracket, between apostrophes", ["a: { b: { x: it's }, c: s, y: it's }"]],
    ["in the next entry of a list", ["a:", "- b: 1", "- c: s"]],
    ["in another JSON object", ['{ "a": { "b": { "x": "it\'s {" } }, "c": "s" }']],
  ])("isn't found %s", (_, lines) => {
    for (const end of ["\n", "\r\n"]) expect(isInPlainText(lines.join(end), ["a", "b", "c"], "s")).toBe(false);
  });
});

test("a key is found in its long form, too", () => {
  expect(isInPlainText("a:config:b: s\n", ["a:b"], "s")).toBe(true);
  expect(isInPlainText("a:other:b: s\n", ["a:b"], "s")).toBe(false);
});

test("a credential that is encrypted in the stack's file and in plain text in the project's is removed there", () => {
  const key = "cybersource-webhooks:merchantSecretKey";
  const config = { keys: [key], get: () => LONG, isSecret: () => true };
  const stack = `config:\n  ${key}:\n    secure: v1:x\n`;
  const refused = (project: string): string | undefined => clearCredentialsRefusal(config, () => ({ stack, project }));
  const refusal =
    "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
    `the credential. Then encrypt it:\n  pulumi config set --secret '${key}'\n` +
    "and remove it from the project's file, Pulumi.yaml.";
  for (const name of ["value", "default"]) {
    expect(refused(`config:\n  ${key}:\n    ${name}: ${LONG}\n`)).toBe(refusal);
  }
  expect(refused(`config:\n  ${key}:\n    value: the-credential-before-that-one\n`)).toBeUndefined();
  expect(clearCredentialsRefusal({ ...config, get: () => "" }, () => ({ stack, project: stack }))).toBeUndefined();
});

describe("credentials in `connections`, if any value in it is secret", () => {
  const value = JSON.stringify({ india: { merchantSecretKey: "a-secret", p12Password: "b" }, p12: { host: "x" } });
  const find = (file: string | undefined): string[] =>
    findClearCredentials({ keys: [CONNECTIONS], get: () => value, isSecret: () => true }, (names, text) =>
      file === undefined ? undefined : isInPlainText(file, names, text),
    ).map(({ names }) => names.join("."));

  test("are found in the stack's file", () => {
    expect(find(yaml("merchantSecretKey: a-secret", "p12Password:", "  secure: v1:x"))).toEqual([
      `${CONNECTIONS}.india.merchantSecretKey`,
    ]);
    expect(find(yaml("merchantSecretKey:", "  secure: v1:x", "p12Password:", "  secure: v1:x"))).toEqual([]);
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

describe("the stack's file", () => {
  const root = (files: Record<string, string>): string => {
    const folder = createScratch("stack-file");
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  };

  test.each<[string, Record<string, string>, string | undefined]>([
    ["next to the project file", { "Pulumi.yaml": "name: a\n", "Pulumi.stack.yaml": "config: {}" }, "config: {}"],
    ["with another extension", { "Pulumi.json": "{}", "Pulumi.stack.json": "{}" }, "{}"],
    [
      "in the folder that the project names",
      { "Pulumi.yaml": "name: a\nstackConfigDir: 'stacks/all' # here\n", "stacks/all/Pulumi.stack.yaml": "config: {}" },
      "config: {}",
    ],
    ["of another stack", { "Pulumi.yaml": "name: a\n", "Pulumi.other.yaml": "config: {}" }, undefined],
  ])("is read: %s", (_, files, text) => {
    const folder = root(files);
    expect(readConfigFiles(folder, "stack").stack).toBe(text);
    expect(readConfigFiles(join(folder, "a", "program"), "stack").stack).toBe(text);
  });

  test("isn't found without a project file", () => {
    expect(readConfigFiles("/", "stack").stack).toBeUndefined();
  });
});
