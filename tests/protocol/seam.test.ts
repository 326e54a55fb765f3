import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { type ProviderModule, providerText } from "../../provider/seam/provider-text.js";
import { createScratch } from "../support/project.js";
import { serialized } from "../support/serialized.js";

const KINDS = Object.keys(RESOURCE_TABLES) as ProviderModule[];
const folder = createScratch("seam");

test.each(KINDS)(
  "the text of %s in the state is what Pulumi's serializer generates for the installed module",
  (kind) => {
    expect(providerText(kind)).toBe(serialized(folder, kind));
  },
);

test.each(KINDS)("the text of %s loads the provider in any folder", (kind) => {
  const script = `console.log(Object.keys(require("require-from-string")(${JSON.stringify(providerText(kind))}).handler()).sort().join())`;
  expect(run(script)).toBe("check,configure,create,delete,diff,read,update\n");
});

const run = (script: string): string =>
  execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
const LOADED = `Object.keys(require.cache).filter((path) => /node_modules.(got|jose|node-forge)./.test(path)).length`;

test("the program's process loads neither the HTTP client nor the libraries that read credentials", () => {
  expect(run(`require("pulumi-cybersource-webhooks"); console.log(${LOADED})`)).toBe("0\n");
});

test("check and diff don't load them either", () => {
  const script = `
    const { webhookSigningKey: handlers } = require("pulumi-cybersource-webhooks/handlers.js");
    (async () => {
      await handlers.check({}, { organizationId: "org" });
      await handlers.diff("id", { expirationDate: "2099-01-01T00:00:00Z" }, { organizationId: "org" });
      console.log(${LOADED});
    })();`;
  expect(run(script).trim().split("\n").at(-1)).toBe("0");
});
