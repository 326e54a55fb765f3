import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

/** Packages that a fresh process loads for the second of two modules, beyond those of the first. */
const loadedFor = (first: string, second: string): string[] => {
  const program = `
    require(${JSON.stringify(first)});
    const before = new Set(Object.keys(require.cache));
    require(${JSON.stringify(second)});
    const files = Object.keys(require.cache).filter((file) => !before.has(file));
    const names = files.map((file) => /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1] ?? "pulumi-cybersource-webhooks");
    console.log(JSON.stringify([...new Set(names)].sort()));`;
  const printed = execFileSync(process.execPath, ["--eval", program], { cwd: PROJECT_ROOT, encoding: "utf8" });
  return JSON.parse(printed) as string[];
};

test("a program loads nothing but the package's own declarations", () => {
  expect(loadedFor("@pulumi/pulumi", "pulumi-cybersource-webhooks")).toEqual(["pulumi-cybersource-webhooks"]);
});

test("a provider that has nothing to ask for loads what checks inputs, and no HTTP client", () => {
  expect(loadedFor("@pulumi/pulumi", "pulumi-cybersource-webhooks/handlers.js")).toEqual([
    "pulumi-cybersource-webhooks",
    "zod",
  ]);
});
