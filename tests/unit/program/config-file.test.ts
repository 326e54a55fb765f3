import { describe, expect, test } from "@jest/globals";
import { isInPlainText, openConfigFile } from "../../../provider/program/config-file.js";

const CONNECTIONS = "cybersource-webhooks:connections";
const LONG = "c2hhcmVkLXNlY3JldC1vZi1pbmRpYQ==";

const yaml = (...lines: string[]): string =>
  ["config:", `  ${CONNECTIONS}:`, "    india:", ...lines.map((line) => `      ${line}`), ""].join("\n");

const isInFile = (file: string, names: readonly string[], value: string): boolean =>
  isInPlainText(openConfigFile(file), names, value);

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
    ["short, on the next line", "p12Password", "s", yaml("p12Password: >-", "  s")],
    ["behind an anchor", "p12Password", "s", yaml("p12Password: &password s")],
    ["by its anchor", "p12Password", "s", yaml("p12: &password s", "p12Password: *password")],
    ["by the anchor of what it is merged from", "p12Password", "s", `x: &x { p12Password: s }\n${yaml("<<: *x")}`],
    ["with a tag", "p12Password", "s", yaml("p12Password: !!str s")],
    ["in JSON within a text", "p12Password", "s", yaml(`india: '{"p12Password":"s"}'`)],
    ["behind a byte order mark", "p12Password", "s", `\uFEFF${yaml("p12Password: s")}`],
    ["with a tag of its own", "p12Password", "s", yaml("p12Password: !word s")],
    ["in the first of two documents", "p12Password", "s", `${yaml("p12Password: s")}---\na: b\n`],
    ["before a document with an error", "p12Password", "s", `${yaml("p12Password: s")}---\n{ x`],
    ["before the end of the document", "p12Password", "s", `${yaml("p12Password: s")}...\r\n{ x`],
    [
      "behind a directive",
      "p12Password",
      "s",
      `\uFEFF# a\r\n%YAML 1.1\r\n--- # b\r\n${yaml("p12Password: s")}---\n{ x`,
    ],
    ["behind dashes in a text", "p12Password", "s", yaml("p12: |", "  ---", "  x", "p12Password: s")],
  ])("is found in plain text: %s", (_, name, value, file) => {
    expect(isInFile(file, [name], value)).toBe(true);
  });

  test.each<[string, string, string, string]>([
    ["when it is encrypted", "p12Password", "s", yaml("p12Password:", "  secure: v1:abc")],
    ["when it is encrypted in a flow mapping", "p12Password", "secure", yaml("p12Password: { secure: v1:abc }")],
    ["when another value begins with it", "p12Password", "s", yaml("p12Password: st")],
    ["after another name", "p12", "s", yaml("merchantId: s", "p12Password: s", "xp12: s")],
    ["when it is long and encrypted", "merchantSecretKey", LONG, yaml("merchantSecretKey:", "  secure: v1:YWJj")],
  ])("is not found %s", (_, name, value, file) => {
    expect(isInFile(file, [name], value)).toBe(false);
  });

  test("is found quickly, however long the value and the file are", () => {
    const long = "a".repeat(50_000);
    const file = yaml(`p12: ${long}`, `other: "${"p12: ".repeat(20_000)}"`);
    const spaces = `p12:${" ".repeat(50_000)}x\n`.repeat(4);
    const started = performance.now();
    // The results are compared, not the texts: a failing assertion would print them.
    const found = [isInFile(file, ["p12"], long), isInFile(file, ["p12"], `${long}b`), isInFile(spaces, ["p12"], "s")];
    expect(found).toEqual([true, false, false]);
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
    ["in brackets, after an apostrophe", ["{ a: { x: it's, b: { c: s } }, y: it's }"]],
    ["in JSON", ['{ "a": { "b":', '{ "c": "s" } } }']],
  ])("is found: %s", (_, lines) => {
    for (const end of ["\n", "\r\n"]) expect(isInFile(lines.join(end), ["a", "b", "c"], "s")).toBe(true);
  });

  test.each<[what: string, lines: string[]]>([
    ["below another name", ["a:", "  x: 1", "b:", "  c: s"]],
    ["beside it", ["a:", "  b:", "    x: 1", "  c: s"]],
    ["after a bracket", ["a: { b: { x: '}' }, c: s }"]],
    ["after a bracket, between apostrophes", ["a: { b: { x: it's }, c: s, y: it's }"]],
    ["in the next entry of a list", ["a:", "- b: 1", "- c: s"]],
    ["in another JSON object", ['{ "a": { "b": { "x": "it\'s {" } }, "c": "s" }']],
  ])("isn't found %s", (_, lines) => {
    for (const end of ["\n", "\r\n"]) expect(isInFile(lines.join(end), ["a", "b", "c"], "s")).toBe(false);
  });
});

test.each<[what: string, file: string, isReadable: boolean]>([
  ["a bracket that stays open", "config: { x", false],
  ["a value that contains itself", "config: &a [*a]\n", false],
  ["an empty first document", "---\n---\n{ x", true],
  ["nothing", "", true],
])("it is told whether a file can be parsed: %s", (_, file, isReadable) => {
  expect(openConfigFile(file).isReadable).toBe(isReadable);
});

test("a key is found in its long form, too", () => {
  expect(isInFile("a:config:b: s\n", ["a:b"], "s")).toBe(true);
  expect(isInFile("a:other:b: s\n", ["a:b"], "s")).toBe(false);
});

const KEY = CONNECTIONS;
test.each([
  ["config:\n  other:connections:\n    a: b\n", "unknown"],
  [`config:\n  ${KEY}:\n    india:\n      host: a\n`, "object"],
  [`config:\r\n  ${KEY}: # all of them\r\n    india:\r\n`, "object"],
  [`config:\n  "${KEY}": { india: { host: a } }\n`, "object"],
  [`{"config":{\n  "${KEY}": {"india":{}}}}`, "object"],
  [`config:\n  ${KEY}: '{"india":{"host":"a"}}'\n`, "text"],
  [`config:\n  cybersource-webhooks:config:connections: '{}'\n`, "text"],
  [`config:\n  ${KEY}: |\n    {"india":{}}\n`, "text"],
  [`config:\n  ${KEY}:\n    secure: v1:x\n`, "text"],
  [`config:\n  ${KEY}: [a]\n`, "object"],
  ["config: {}\n", "unknown"],
  ["", "unknown"],
  ["config: &a [*a]\n", "unknown"],
])("what the file %j has is: %s", (file, form) => {
  expect(openConfigFile(file).formOf(KEY)).toBe(form);
});

test("in a file that can't be parsed, a long value is found wherever it is", () => {
  const file = `config:\n  a: [\n  b: ${LONG}\n  c: short\n`;
  expect([isInFile(file, ["x"], LONG), isInFile(file, ["c"], "short"), isInFile(file, ["b"], `${LONG}x`)]).toEqual([
    true,
    false,
    false,
  ]);
});
