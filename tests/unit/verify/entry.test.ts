import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createScratch } from "../../support/project.js";

/** Runs a module that has the installed package beside it, and returns what it prints. */
const run = (name: string, source: string): unknown => {
  const file = join(createScratch("entry"), name);
  writeFileSync(file, source);
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
};

const NAMES = ["NotificationError", "createKeyRing", "createReplayGuard", "readRawBody", "verifyNotification"];

test("the receiver's entry is there for ES modules and for CommonJS", () => {
  const module = `
    import { ${NAMES.join(", ")} } from "pulumi-cybersource-webhooks/verify";
    console.log(JSON.stringify([${NAMES.join(", ")}].map((value) => value.name)));`;
  expect(run("program.mjs", module)).toEqual(NAMES);
  const common = `console.log(JSON.stringify(Object.keys(require("pulumi-cybersource-webhooks/verify")).sort()));`;
  expect(run("program.cjs", common)).toEqual(NAMES);
});

test("a receiver loads nothing but verify/, and signs nothing", () => {
  const loaded = run(
    "program.cjs",
    `require("pulumi-cybersource-webhooks/verify"); console.log(JSON.stringify(Object.keys(require.cache)));`,
  ) as string[];
  const foreign = loaded.slice(1).filter((path) => !path.includes("pulumi-cybersource-webhooks/dist/verify/"));
  expect(foreign).toEqual([]);
  expect(loaded.length).toBeGreaterThan(5);
  expect(loaded.join()).not.toContain("sign-notification");
});

test("signing is there for tests of receivers alone", () => {
  const names = run(
    "program.cjs",
    `console.log(JSON.stringify(Object.keys(require("pulumi-cybersource-webhooks/testing"))));`,
  );
  expect(names).toContain("signNotification");
});
