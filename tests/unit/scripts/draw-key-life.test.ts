import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

const PICTURE = "docs/images/key-life.svg";

const draw = (cwd: string, ...flags: string[]): { status: number | null; stderr: string } =>
  spawnSync(process.execPath, [join(PROJECT_ROOT, "scripts/draw-key-life.mjs"), ...flags], { cwd, encoding: "utf8" });

test("the picture of a key's life is what the rules of renewal give", () => {
  expect(draw(PROJECT_ROOT, "--check")).toMatchObject({ status: 0, stderr: "" });
});

test("a picture that differs is refused, and drawn again", () => {
  const folder = createScratch("picture");
  mkdirSync(join(folder, "docs/images"), { recursive: true });
  const copy = join(folder, PICTURE);
  copyFileSync(join(PROJECT_ROOT, PICTURE), copy);
  const original = readFileSync(copy, "utf8");
  writeFileSync(copy, original.replace("day 335", "day 336"));
  expect(draw(folder, "--check")).toMatchObject({ status: 1, stderr: expect.stringContaining("npm run draw") });
  expect(draw(folder).status).toBe(0);
  expect(readFileSync(copy, "utf8")).toBe(original);
});

test("the picture knows dark surroundings", () => {
  expect(readFileSync(join(PROJECT_ROOT, PICTURE), "utf8")).toContain("prefers-color-scheme: dark");
});
