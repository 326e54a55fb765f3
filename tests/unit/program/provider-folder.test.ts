import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { missingInFolder } from "../../../provider/program/provider-folder.js";

const RUNNER = "/program/node_modules/@pulumi/pulumi/cmd/run/index.js";
const NAME = "pulumi-cybersource-webhooks";
// Outside of this repository, whose own package would be found from any folder in it.
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "provider-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const install = (...below: string[]): void => {
  const packageFolder = join(folder, ...below, "node_modules", NAME);
  mkdirSync(packageFolder, { recursive: true });
  writeFileSync(join(packageFolder, "handlers.js"), "");
};

test("warns if the provider process won't find the package, and names the folder", () => {
  install("node_modules", "library");
  expect(missingInFolder(folder, RUNNER)).toBe(
    `cybersource-webhooks: can't find ${NAME} from ${folder}, where Pulumi's provider process looks for it. Add it to the ` +
      "dependencies of the package.json in that folder, even if a library that you use depends on it already.",
  );
});

test("doesn't warn if the package is found, in the folder or in a parent folder", () => {
  install();
  expect(missingInFolder(folder, RUNNER)).toBeUndefined();
  expect(missingInFolder(join(folder, "program"), RUNNER)).toBeUndefined();
});

test("doesn't warn in an inline program or in a test", () => {
  expect(missingInFolder(folder, "/program/deploy.js")).toBeUndefined();
  expect(missingInFolder(folder, undefined)).toBeUndefined();
});
