import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { list, type ReadEntry } from "tar";
import { readDocument } from "../../support/documents.js";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

const { version } = JSON.parse(readDocument("package.json")) as { version: string };
const NAME = "pulumi-resource-cybersource-webhooks";

const pack = (): string => {
  const folder = join(createScratch("archives"), "archives");
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT_ROOT, "scripts/pack-plugin.mjs"), folder], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return folder;
};

test("a release has an archive with the plugin for each platform, and their checksums, the same whenever it's packed", () => {
  const folder = pack();
  const archives = readdirSync(folder).filter((name) => name.endsWith(".tar.gz"));
  const platforms = ["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64", "windows-amd64", "windows-arm64"];
  expect(archives).toEqual(platforms.map((platform) => `${NAME}-v${version}-${platform}.tar.gz`));

  const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8");
  const sumOf = (name: string): string =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  expect(sums).toBe(archives.map((name) => `${sumOf(name)}  ${name}\n`).join(""));
  expect(readFileSync(join(pack(), "SHA256SUMS"), "utf8")).toBe(sums);

  const entries: string[] = [];
  list({
    file: join(folder, archives[0] ?? ""),
    sync: true,
    onReadEntry: ({ path, mode = 0 }: ReadEntry) => void entries.push(`${path} ${(mode & 0o777).toString(8)}`),
  });
  expect(entries).toEqual([`${NAME} 755`, `${NAME}.cmd 644`, "package.json 644", "THIRD-PARTY-LICENSES 644"]);
});

test("the folder of the archives must be named", () => {
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT_ROOT, "scripts/pack-plugin.mjs")], {
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain("Name the folder for the archives: node scripts/pack-plugin.mjs FOLDER");
});
