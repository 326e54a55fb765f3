import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type ConfiguredConnections, readConfiguredConnections } from "../../../../cli/access/read-settings.js";
import { createScratch } from "../../../support/project.js";

/** Prints a configuration as the Pulumi CLI does, from two files in its folder, and records each call. */
const STAND_IN = `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const args = process.argv.slice(2);
appendFileSync(join(__dirname, "calls"), args.join(" ") + "\\n");
const read = (name) => JSON.parse(readFileSync(join(__dirname, name), "utf8"));
const path = args[args.indexOf("--path") + 1];
console.log(JSON.stringify(args[1] === "get" ? { value: "…", secret: read("secret-paths").includes(path) } : read("config")));
`;

let folder: string;
const { PATH } = process.env;

beforeEach(() => {
  folder = createScratch("pulumi");
  writeFileSync(join(folder, "pulumi"), STAND_IN);
  chmodSync(join(folder, "pulumi"), 0o755);
  process.env.PATH = `${folder}${delimiter}${PATH ?? ""}`;
});
afterEach(() => {
  process.env.PATH = PATH;
});

const CONNECTIONS = "cybersource-webhooks:connections";
const read = async (
  config: Record<string, { value: string; secret: boolean; objectValue?: unknown }>,
  secretPaths: readonly string[] = [],
  environment: Record<string, string> = {},
): Promise<ConfiguredConnections & { calls: string[] }> => {
  writeFileSync(join(folder, "config"), JSON.stringify(config));
  writeFileSync(join(folder, "secret-paths"), JSON.stringify(secretPaths));
  const configured = await readConfiguredConnections("dev", undefined, environment);
  return { ...configured, calls: readFileSync(join(folder, "calls"), "utf8").trim().split("\n") };
};

const INDIA = JSON.stringify({
  india: { host: "a.example", merchantSecretKey: "one", p12Password: "two" },
  p12: { host: "b.example" },
});
/** As the Pulumi CLI shows what was set with --path. */
const OBJECT = { value: INDIA, objectValue: JSON.parse(INDIA) as unknown };
const PATHS = [`${CONNECTIONS}.india.merchantSecretKey`, `${CONNECTIONS}.india.p12Password`];
const byPath = (key: string) => ({ key, command: `pulumi config set --secret --path '${key}'` });

test("reports the path of a plain-text credential, even if another value of the connections is encrypted", async () => {
  const { clearCredentials, calls } = await read({ [CONNECTIONS]: { ...OBJECT, secret: true } }, [
    `${CONNECTIONS}.india.p12Password`,
  ]);
  expect(clearCredentials).toEqual([byPath(`${CONNECTIONS}.india.merchantSecretKey`)]);
  expect(calls).toEqual([
    "config --show-secrets --json --stack dev --non-interactive --color never",
    `config get --path ${CONNECTIONS}.india.merchantSecretKey --json --stack dev --non-interactive --color never`,
    `config get --path ${CONNECTIONS}.india.p12Password --json --stack dev --non-interactive --color never`,
  ]);
});

test("reports every credential of connections without encrypted values, without asking for each path", async () => {
  const { clearCredentials, calls } = await read({ [CONNECTIONS]: { ...OBJECT, secret: false } });
  expect(clearCredentials).toEqual(PATHS.map(byPath));
  expect(calls).toHaveLength(1);
});

test("proposes to set connections that are one JSON text as a whole: --path would drop the rest", async () => {
  const clear = await read({ [CONNECTIONS]: { value: INDIA, secret: false } });
  expect(clear.clearCredentials).toEqual(
    PATHS.map((key) => ({ key, command: `pulumi config set --secret '${CONNECTIONS}'` })),
  );
});

test("reports connections that can't be read and name a credential", async () => {
  const value = INDIA.slice(0, -1);
  const { clearCredentials } = await read({ [CONNECTIONS]: { value, secret: false } });
  expect(clearCredentials).toEqual([{ key: CONNECTIONS, command: `pulumi config set --secret '${CONNECTIONS}'` }]);
  expect((await read({ [CONNECTIONS]: { value, secret: true } })).clearCredentials).toEqual([]);
});

test("asks for no path in connections that are one secret JSON text, because there is none", async () => {
  const { clearCredentials, calls } = await read({ [CONNECTIONS]: { value: INDIA, secret: true } });
  expect({ clearCredentials, count: calls.length }).toEqual({ clearCredentials: [], count: 1 });
});

test("reports plain-text credentials at the top level, in any letter case", async () => {
  const { clearCredentials } = await read({
    "cybersource-webhooks:p12": { value: "x", secret: false },
    "cybersource-webhooks:p12Password": { value: "x", secret: true },
    "cybersource-webhooks:merchantsecretKey": { value: "x", secret: false },
    "cybersource-webhooks:merchantId": { value: "x", secret: false },
    "other:p12": { value: "x", secret: false },
  });
  expect(clearCredentials).toEqual(
    ["cybersource-webhooks:p12", "cybersource-webhooks:merchantsecretKey"].map((key) => ({
      key,
      command: `pulumi config set --secret '${key}'`,
    })),
  );
});

test("reports plain-text credentials at a place that nothing reads, and asks whether --path was forgotten", async () => {
  const key = "cybersource-webhooks:connections.us.p12Password";
  const production = { deep: { merchantSecretKey: "one", p12: "two" } };
  const dotted = { us: { p12Password: "three" } };
  const { clearCredentials } = await read(
    {
      [key]: { value: "x", secret: false },
      "cybersource-webhooks:connections.eu.p12": { value: "x", secret: true },
      "cybersource-webhooks:production": { value: JSON.stringify(production), objectValue: production, secret: true },
      "cybersource-webhooks:a.b": { value: JSON.stringify(dotted), objectValue: dotted, secret: true },
    },
    ["cybersource-webhooks:production.deep.p12", 'cybersource-webhooks:["a.b"].us.p12Password'],
  );
  expect(clearCredentials).toEqual([
    {
      key,
      command:
        `pulumi config set --secret '${key}'. Was --path forgotten? Then run pulumi config set --secret --path '${key}' and ` +
        `pulumi config rm '${key}' instead`,
    },
    byPath("cybersource-webhooks:production.deep.merchantSecretKey"),
  ]);
});

test("finds connections in the configuration and in environment variables, the default one first", async () => {
  const { names } = await read({ [CONNECTIONS]: { value: INDIA, secret: true } }, [], {
    CYBERSOURCE_INDIA_MERCHANT_ID: "m",
    CYBERSOURCE_LIVE_HOST: "c.example",
    CYBERSOURCE_HOST: "d.example",
    CYBERSOURCE_EMPTY_HOST: "",
    HOST: "e.example",
  });
  expect(names).toEqual(["default", "live", "india", "p12"]);
});
