import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import { providerText } from "../support/provider-text.js";

const KINDS = ["webhook-signing-key", "webhook-oauth-credential"] as const;
const folder = createScratch("seam");

test.each(KINDS)("the text of %s in state is small, and names the installed package and nothing else", (kind) => {
  const text = providerText(folder, kind);
  expect(Buffer.byteLength(text)).toBeLessThan(512);
  expect(text).toContain(`require("pulumi-cybersource-webhooks/providers/${kind}.js")`);
  expect(text).not.toContain(PROJECT_ROOT);
});

test.each(KINDS)(
  "where the package is linked, %s is written by value, still asks for it by name, and captures nothing",
  (kind) => {
    // From the project itself the package resolves to its own folder, as a link would.
    const text = providerText(PROJECT_ROOT, kind);
    expect(text).toContain('require("pulumi-cybersource-webhooks/handlers.js")');
    expect(Buffer.byteLength(text)).toBeLessThan(3000);
    expect(text).not.toContain(PROJECT_ROOT);
    expect(text).not.toContain("process.env");
  },
);

const run = (script: string): string =>
  execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
const LOADED = `Object.keys(require.cache).filter((path) => /node_modules.(got|jose|node-forge)./.test(path)).length`;

test("the program's process loads neither the HTTP client nor any reader of credentials", () => {
  expect(run(`require("pulumi-cybersource-webhooks"); console.log(${LOADED})`)).toBe("0\n");
});

test("check and diff load neither", () => {
  const script = `
    const { webhookSigningKey: handlers } = require("pulumi-cybersource-webhooks/handlers.js");
    (async () => {
      await handlers.check({}, { organizationId: "org" });
      await handlers.diff("id", { expirationDate: "2099-01-01T00:00:00Z" }, { organizationId: "org" });
      console.log(${LOADED});
    })();`;
  expect(run(script).trim().split("\n").at(-1)).toBe("0");
});
