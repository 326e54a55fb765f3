import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { pack } from "../support/pack.js";
import { install, NODE_MAJORS, nodeOf } from "./managers.js";

const INSTALL_TIMEOUT_MS = 300_000;
/** The limit that docs/verify.md states. */
const LIMIT_BYTES = 15_000_000;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "receiver-"));
  const dependencies = { "pulumi-cybersource-webhooks": `file:${pack(folder)}` };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  install("npm", folder, join(folder, "cache"));
}, INSTALL_TIMEOUT_MS);
afterAll(() => rmSync(folder, { recursive: true }));

test("installing the package in a receiver adds at most 15 MB, without Pulumi", () => {
  const modules = join(folder, "node_modules");
  expect(existsSync(join(modules, "@pulumi"))).toBe(false);
  const files = readdirSync(modules, { recursive: true, encoding: "utf8" }).map((file) =>
    lstatSync(join(modules, file)),
  );
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  expect(bytes).toBeGreaterThan(1_000_000);
  expect(bytes).toBeLessThan(LIMIT_BYTES);
});

describe.each(NODE_MAJORS)("on Node.js %i, without Pulumi", (major) => {
  const run = (...args: string[]): string =>
    execFileSync(nodeOf(major), args, { cwd: folder, encoding: "utf8", stdio: "pipe" });

  test.each(["verify", "testing"])("/%s loads, by require and by import", (subpath) => {
    const name = `pulumi-cybersource-webhooks/${subpath}`;
    expect(Number(run("--print", `Object.keys(require("${name}")).length`))).toBeGreaterThan(0);
    const script = `import * as loaded from "${name}"; console.log(Object.keys(loaded).length)`;
    expect(Number(run("--input-type=module", "--eval", script))).toBeGreaterThan(0);
  });

  test("the command runs", () => {
    expect(run("node_modules/pulumi-cybersource-webhooks/dist/cli/main.js", "status", "--help")).toContain("Usage:");
  });

  test("the resources say that Pulumi is missing", () => {
    const { status, stderr } = spawnSync(nodeOf(major), ["--eval", `require("pulumi-cybersource-webhooks")`], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("Cannot find module '@pulumi/pulumi'");
  });
});
