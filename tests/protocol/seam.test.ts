import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { type ProviderModule, providerText } from "../../provider/seam/provider-text.js";
import { createScratch } from "../support/project.js";
import { serialized } from "../support/serialized.js";

const KINDS = Object.keys(RESOURCE_TABLES) as ProviderModule[];
const folder = createScratch("seam");

const texts = Object.fromEntries(KINDS.map((kind) => [kind, providerText(kind)]));

test("the texts in the state are what Pulumi's serializer generates for the installed modules", () => {
  expect(texts).toEqual(serialized(folder, KINDS));
});

test("the texts load the providers in any folder", () => {
  const script = `
    const load = require("require-from-string");
    const verbs = (text) => Object.keys(load(text).handler()).sort().join();
    const texts = Object.entries(${JSON.stringify(texts)});
    console.log(JSON.stringify(Object.fromEntries(texts.map(([kind, text]) => [kind, verbs(text)]))));`;
  const all = "check,configure,create,delete,diff,read,update";
  expect(JSON.parse(run(script))).toEqual(Object.fromEntries(KINDS.map((kind) => [kind, all])));
});

const run = (script: string): string =>
  execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
const LOADED = `Object.keys(require.cache).filter((path) => /node_modules.(got|jose|node-forge)./.test(path)).length`;

test("neither the program's process nor check and diff load the HTTP client or the libraries that read credentials", () => {
  const script = `
    require("pulumi-cybersource-webhooks");
    console.log(${LOADED});
    const { webhookSigningKey: handlers } = require("pulumi-cybersource-webhooks/handlers.js");
    (async () => {
      await handlers.check({}, { organizationId: "org" });
      await handlers.diff("id", { expirationDate: "2099-01-01T00:00:00Z" }, { organizationId: "org" });
      console.log(${LOADED});
    })();`;
  const printed = run(script).trim().split("\n");
  expect([printed.at(0), printed.at(-1)]).toEqual(["0", "0"]);
});
