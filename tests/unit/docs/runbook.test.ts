import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

const read = (...path: string[]): string => readFileSync(join(PROJECT_ROOT, ...path), "utf8");

const codesIn = (text: string): string[] => text.match(/\bERR_[A-Z0-9_]+[A-Z0-9](?!_)\b/g) ?? [];

const knownCodes = new Set(
  readdirSync(join(PROJECT_ROOT, "provider"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => codesIn(read("provider", name))),
);
const runbook = codesIn(read("docs/runbook.md"));

test("docs/runbook.md names codes that the package has, and no others", () => {
  expect(runbook.length).toBeGreaterThan(0);
  expect(runbook.filter((code) => !knownCodes.has(code))).toEqual([]);
});

test("the runbook has every code that the request for a key or its answer can end with", () => {
  const ofRequests = [...knownCodes].filter((code) => /^ERR_(KMS|KEY)_/.test(code));
  expect(ofRequests.filter((code) => !runbook.includes(code))).toEqual([]);
});
