import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

/** Runs a module that can import the installed package, and returns what it prints. */
const run = (name: string, source: string): unknown => {
  const file = join(createScratch("entry"), name);
  writeFileSync(file, source);
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
};

const NAMES = [
  "NotificationError",
  "createKeyRing",
  "createReplayGuard",
  "readRawBody",
  "statusOf",
  "verifyNotification",
];

test.each([
  ["verify", NAMES],
  ["testing", ["checkTokenEndpoint", "signNotification"]],
])("/%s exports the same names to ES modules and to CommonJS", (entry, names) => {
  const module = `
    import * as entry from "pulumi-cybersource-webhooks/${entry}";
    console.log(JSON.stringify(Object.entries(entry).map(([name, value]) => [name, value.name])));`;
  expect(run("program.mjs", module)).toEqual(names.map((name) => [name, name]));
  const common = `console.log(JSON.stringify(Object.keys(require("pulumi-cybersource-webhooks/${entry}")).sort()));`;
  expect(run("program.cjs", common)).toEqual(names);
});

test("a receiver loads only verify/, without the code that signs", () => {
  const loaded = run(
    "program.cjs",
    `require("pulumi-cybersource-webhooks/verify"); console.log(JSON.stringify(Object.keys(require.cache)));`,
  ) as string[];
  const foreign = loaded.slice(1).filter((path) => !path.includes("pulumi-cybersource-webhooks/dist/verify/"));
  expect(foreign).toEqual([]);
  expect(loaded.length).toBeGreaterThan(5);
  expect(loaded.join()).not.toContain("sign-notification");
});

test("the ES module is one file that imports only node:crypto", () => {
  const file = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks/dist/verify/index.mjs");
  const text = readFileSync(file, "utf8");
  expect([...text.matchAll(/^import .*? from "(.*?)";$/gm)].map(([, name]) => name)).toEqual(["node:crypto"]);
  expect(text).not.toMatch(/\brequire\(|\bimport\(|signNotification/);
});

test("/testing exports signNotification", () => {
  const names = run(
    "program.cjs",
    `console.log(JSON.stringify(Object.keys(require("pulumi-cybersource-webhooks/testing"))));`,
  );
  expect(names).toContain("signNotification");
});

test("statusOf recognizes errors of the other build, which instanceof doesn't", () => {
  const program = `
    import { createRequire } from "node:module";
    import { NotificationError, statusOf, verifyNotification } from "pulumi-cybersource-webhooks/verify";
    const other = createRequire(import.meta.url)("pulumi-cybersource-webhooks/verify");
    const options = { header: undefined, body: "{}", keys: { keyId: "key-1", key: "dGVzdF9rZXk=" } };
    const [own, foreign] = await Promise.all(
      [verifyNotification, other.verifyNotification].map((verify) => verify(options).catch((error) => error)),
    );
    console.log(JSON.stringify({
      instances: [own instanceof NotificationError, foreign instanceof NotificationError],
      told: [own, foreign].map(({ name, code }) => [name, code]),
      statuses: [statusOf(own), statusOf(foreign), other.statusOf(own)],
    }));`;
  const told = ["NotificationError", "ERR_NOTIFICATION_HEADER_MISSING"];
  expect(run("program.mjs", program)).toEqual({
    instances: [true, false],
    told: [told, told],
    statuses: [401, 401, 401],
  });
});
