import { randomUUID } from "node:crypto";
import { chmodSync, lstatSync, readdirSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createSharedIds, type SharedIds } from "../../../../provider/resources/subscription/shared-ids.js";
import { createScratch } from "../../../support/project.js";

const NOW = new Date();
const atExit: (() => void)[] = [];
/** What one process of the run with this engine knows. */
const openIds = (address: string | undefined): SharedIds =>
  createSharedIds({
    engineAddress: () => address,
    userId: process.getuid?.(),
    atExit: (act) => void atExit.push(act),
    now: () => NOW,
  });
const folders = (): string[] =>
  readdirSync(tmpdir())
    .filter((name) => name.startsWith("cybersource-webhooks-"))
    .map((name) => join(tmpdir(), name));

let before: ReadonlySet<string>;
let address: string;
beforeEach(() => {
  // Each test has a folder of its own for temporary files.
  process.env.TMPDIR = createScratch("shared-ids");
  before = new Set(folders());
  address = `127.0.0.1:${randomUUID()}`;
});
const only = (): string => {
  const [folder = "", ...more] = folders().filter((each) => !before.has(each));
  expect(more).toEqual([]);
  return folder;
};
afterEach(() => rmSync(tmpdir(), { recursive: true }));

test("what one process of a run adds, all of them have, and those of other runs don't", () => {
  const [one, other] = [openIds(address), openIds(address)];
  expect(other.has("first")).toBe(false);
  one.add("first");
  expect([one.has("first"), other.has("first"), other.has("second")]).toEqual([true, true, false]);
  expect(openIds("127.0.0.1:1").has("first")).toBe(false);
});

test("the folder is the user's alone, and holds no id", () => {
  openIds(address).add("an-id");
  expect(lstatSync(only()).mode & 0o777).toBe(0o700);
  expect(readdirSync(only()).join()).toMatch(/^[0-9a-f]{64}$/);
  for (const act of atExit) act();
  expect(folders()).toEqual([...before]);
});

test("without an engine, each process knows its own ids", () => {
  const ids = openIds(undefined);
  ids.add("first");
  expect([ids.has("first"), openIds(undefined).has("first")]).toEqual([true, false]);
  expect(folders()).toEqual([...before]);
});

test("a folder that others can write to isn't believed", () => {
  const ids = openIds(address);
  ids.add("first");
  chmodSync(only(), 0o777);
  expect(openIds(address).has("first")).toBe(false);
  expect(ids.has("first")).toBe(true);
});

test("nor is a link to another folder", () => {
  openIds(address).add("first");
  const folder = only();
  rmSync(folder, { recursive: true });
  const target = createScratch("elsewhere");
  symlinkSync(target, folder);
  openIds(address).add("second");
  expect(readdirSync(target)).not.toContainEqual(expect.stringMatching(/^[0-9a-f]{64}$/));
  expect(openIds(address).has("second")).toBe(false);
});

test("what a run left that was killed more than a day ago is forgotten", () => {
  openIds(address).add("first");
  const old = new Date(NOW.getTime() - 2 * 86_400_000);
  utimesSync(only(), old, old);
  expect(openIds(address).has("first")).toBe(false);
  openIds(address).add("second");
  expect([openIds(address).has("first"), openIds(address).has("second")]).toEqual([false, true]);
});
