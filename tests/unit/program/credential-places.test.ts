import { expect, test } from "@jest/globals";
import { clearCredentialsRefusal, findClearCredentials } from "../../../provider/program/clear-credentials.js";

const KEY = "cybersource-webhooks:";
const S = "c2hhcmVkLXNlY3JldC1vZi1pbmRpYQ==";
const inConnections = (connections: object): Record<string, string> => ({ connections: JSON.stringify(connections) });

const configOf = (values: Readonly<Record<string, string>>): Parameters<typeof findClearCredentials>[0] => ({
  keys: Object.keys(values).map((name) => KEY + name),
  get: (key) => values[key.slice(KEY.length)],
  isSecret: () => false,
});
const found = (values: Readonly<Record<string, string>>): string[] =>
  findClearCredentials(configOf(values), () => undefined).map(({ names }) => names.join(" ").slice(KEY.length));

test.each<[what: string, values: Record<string, string>, places: string[]]>([
  ["without --path", { "connections.us.merchantSecretKey": S }, ["connections.us.merchantSecretKey"]],
  ["without --path, in brackets", { 'connections["us"].p12Password': "word" }, ['connections["us"].p12Password']],
  ["without `connections`", { "production.p12Password": "word" }, ["production.p12Password"]],
  ["without a connection", { "connections.merchantSecretKey": S }, ["connections.merchantSecretKey"]],
  ["by a name of the vendor's clients", { secretKey: S }, ["secretKey"]],
  ["in an object", { production: `{"merchantSecretKey":"${S}"}` }, ["production merchantSecretKey"]],
  ["deep in an object", { settings: `{"us":[{"p12Pasword":1234}]}` }, ["settings us [0] p12Pasword"]],
  ["in `connections` itself", inConnections({ merchantSecretKey: S }), ["connections merchantSecretKey"]],
  [
    "a level too deep",
    inConnections({ us: { credentials: { merchantSecretKey: S } } }),
    ["connections us credentials merchantSecretKey"],
  ],
  [
    "as an object",
    inConnections({ us: { merchantSecretKey: { value: S } } }),
    ["connections us merchantSecretKey value"],
  ],
  ["as an object of a key", { merchantSecretKey: `{"value":"${S}"}` }, ["merchantSecretKey value"]],
  ["after a name with dots", inConnections({ "us.p12Password": "word" }), ["connections us.p12Password"]],
  ["in `connection`", { connection: `{"us":{"p12":"QUJD"}}` }, ["connection us p12"]],
  ["in `Connections`", { Connections: `{"us":{"p12":"QUJD"}}` }, ["Connections us p12"]],
  ["in JSON within an object", inConnections({ us: JSON.stringify({ p12Password: "word" }) }), ["connections us"]],
  ["in JSON that can't be read", { production: `{"merchantSecretKey":"${S}"` }, ["production"]],
  ["in such JSON within an object", inConnections({ us: `{"p12Password":"word"` }), ["connections us"]],
  ["below a connection of the same name", inConnections({ p12: { p12: "QUJD" } }), ["connections p12 p12"]],
])("a credential is found %s", (_, values, places) => {
  expect(found(values)).toEqual(places);
});

test.each<[what: string, values: Record<string, string>]>([
  ["other settings", { host: "p12:8443", merchantId: "m", permissions: "p12", color: "red" }],
  ["another setting of a connection named p12", inConnections({ p12: { host: "p12:1", merchantID: "m" } })],
  ["what isn't a setting of a connection named p12", inConnections({ p12: { organizationId: "m", note: "x" } })],
  ["a connection whose name is near p12", inConnections({ p2: { note: "x", organizationId: "m" } })],
  ["such a setting without --path", { "connections.p12.host": "a.example", "p12.merchantId": "m" }],
  ["numbers of entries and of connections", inConnections({ 12: { environment: "e" }, list: Array(13).fill("word") })],
  ["credentials without a value", inConnections({ us: { p12Password: " " } })],
  ["what isn't text", inConnections({ us: { p12Password: null, p12: {} } })],
])("none is found in %s", (_, values) => {
  expect(found(values)).toEqual([]);
});

test("a credential is found however deep and however many values there are", () => {
  const deep = `{"p12Password":${"[".repeat(5000)}"word"${"]".repeat(5000)}}`;
  const wide = JSON.stringify([...Array<string>(200_000).fill("a"), { p12: "QUJD" }]);
  expect(findClearCredentials(configOf({ deep }), () => undefined)).toHaveLength(1);
  expect(found({ wide })).toEqual(["wide [200000] p12"]);
});

test("keys of other packages aren't looked at", () => {
  const keys = ["shop:connections.us.p12Password", "shop:merchantSecretKey"];
  const config = { keys, get: () => "word", isSecret: () => false };
  expect(findClearCredentials(config, () => undefined)).toEqual([]);
});

const refusal = (key: string, ...lines: string[]): string =>
  "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
  `the credential. Then encrypt it:\n  pulumi config set --secret '${KEY}${key}'\n` +
  `Nothing reads ${KEY}${key} as it is. Was --path forgotten? Then set the value with --path, and remove the key:\n` +
  `  pulumi config set --secret --path '${KEY}${lines.join("\n")}'\n  pulumi config rm '${KEY}${key}'`;

test.each<[key: string, path: string]>([
  ["connections.us.merchantSecretKey", "connections.us.merchantSecretKey"],
  ["Connections.us.secretKey", "connections.us.merchantSecretKey"],
  ["production.p12Password", "connections.production.p12Password"],
  ["connections.p12Password", "connections.NAME.p12Password"],
  ["default.p12Password", "p12Password"],
  ["merchantSecretKey.value", "merchantSecretKey"],
])("the refusal of %s asks whether --path was forgotten", (key, path) => {
  expect(clearCredentialsRefusal(configOf({ [key]: "word" }), () => ({ stack: undefined, project: undefined }))).toBe(
    refusal(key, path),
  );
});

test("the refusal of an object without --path asks for each setting", () => {
  const config = configOf({ "connections.us": `{"p12Password":"word"}` });
  expect(clearCredentialsRefusal(config, () => ({ stack: undefined, project: undefined }))).toContain(
    `--path '${KEY}["connections.us"].p12Password'\n`,
  );
  expect(clearCredentialsRefusal(config, () => ({ stack: undefined, project: undefined }))).toContain(
    `\n  pulumi config set --secret --path '${KEY}connections.us.SETTING'\n  pulumi config rm '${KEY}connections.us'`,
  );
});
