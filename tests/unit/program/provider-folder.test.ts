import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { missingInFolder } from "../../../provider/program/provider-folder.js";

const RUNNER = "/program/node_modules/@pulumi/pulumi/cmd/run/index.js";
const NAME = "pulumi-cybersource-webhooks";
// Outside of the project, whose own package would be found from any folder below it.
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

test("a package that the provider does not find is told with the folder", () => {
  install("node_modules", "library");
  expect(missingInFolder(folder, RUNNER)).toBe(
    `cybersource-webhooks: ${NAME} is not found from ${folder}, where Pulumi's provider looks for it. Add it to the ` +
      "dependencies of the package.json there, also if a library of yours has it already.",
  );
});

test("nothing is told where it is found, from the folder or one above it", () => {
  install();
  expect(missingInFolder(folder, RUNNER)).toBeUndefined();
  expect(missingInFolder(join(folder, "program"), RUNNER)).toBeUndefined();
});

test("nothing is told of an inline program or of a test", () => {
  expect(missingInFolder(folder, "/program/deploy.js")).toBeUndefined();
  expect(missingInFolder(folder, undefined)).toBeUndefined();
});
