import { expect, test } from "@jest/globals";
import { readDocument } from "../../support/documents.js";
import { sourceFiles } from "../../support/source-files.js";

const CODE = /\bERR_[A-Z0-9_]*[A-Z0-9]\b/g;
const codesIn = (files: readonly string[]): ReadonlySet<string> =>
  new Set(files.flatMap((file) => readDocument(file).match(CODE) ?? []));

const sources = ["provider", "plugin", "verify", "decrypt"].flatMap(sourceFiles).filter((file) => file.endsWith(".ts"));
const tests = sourceFiles("tests").filter(
  (file) => file.endsWith(".ts") && file !== "tests/unit/package/error-codes.test.ts",
);

/** Codes that no test can meet, with the reason. */
const UNTESTED: Readonly<Record<string, string>> = {
  ERR_PULUMI_VERSION: "needs an SDK that the peer range excludes",
};

test("a test expects every error code of the package", () => {
  const expected = codesIn(tests);
  const missing = [...codesIn(sources)].filter((code) => !expected.has(code));
  expect(missing.sort()).toEqual(Object.keys(UNTESTED).sort());
});
