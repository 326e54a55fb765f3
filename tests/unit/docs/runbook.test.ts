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

test("docs/runbook.md names only error codes of the package", () => {
  expect(runbook.length).toBeGreaterThan(0);
  expect(runbook.filter((code) => !knownCodes.has(code))).toEqual([]);
});

test("the runbook has every error code of a request for a key", () => {
  const ofRequests = [...knownCodes].filter((code) => /^ERR_(KMS|KEY)_/.test(code));
  expect(ofRequests.filter((code) => !runbook.includes(code))).toEqual([]);
});
