import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createRunFolder } from "../../../../provider/resources/subscription/run-folder.js";
import {
  createSharedNotes,
  type RunSources,
  type SharedNotes,
} from "../../../../provider/resources/subscription/shared-notes.js";
import { createScratch } from "../../../support/project.js";
import { notesFolderOf, UNUSABLE_FOLDERS } from "../../../support/unusable-folders.js";

const atExit: (() => void)[] = [];
let processes = 0;
const sourcesOf = (address: string | undefined, places: () => readonly string[]): RunSources => ({
  engineAddress: () => address,
  userId: process.getuid?.(),
  processId: ++processes,
  parentId: 1_000_000,
  nameOf: (id) => `${id}-1`,
  places,
  atExit: (act) => void atExit.push(act),
  now: () => new Date(),
});
const openNotes = (...run: Parameters<typeof sourcesOf>): SharedNotes => createSharedNotes(sourcesOf(...run));
const newAddress = (): string => `127.0.0.1:${randomUUID()}`;

test.each(Object.entries(UNUSABLE_FOLDERS))(
  "if the folder for temporary files %s, the processes of a run use Pulumi's own",
  (_how, make) => {
    const address = newAddress();
    const temporary = make(notesFolderOf(address));
    const home = createScratch("home");
    const before = existsSync(temporary) && statSync(temporary).mode;
    const [one, other] = [openNotes(address, () => [temporary, home]), openNotes(address, () => [temporary, home])];
    one.add("first", "entry");
    expect([one.canShare(), other.canShare(), other.has("first", "entry")]).toEqual([true, true, true]);
    expect(existsSync(temporary) && statSync(temporary).mode).toBe(before);
    expect(readdirSync(home)).toContain(notesFolderOf(address));
    for (const act of atExit.splice(0)) act();
    expect(readdirSync(home)).toEqual(["package.json"]);
  },
);

test.each(Object.entries(UNUSABLE_FOLDERS))(
  "if the folder for temporary files %s, and there is no other one, a process says that it knows only its own notes",
  (_how, make) => {
    const address = newAddress();
    const temporary = make(notesFolderOf(address));
    const [one, other] = [openNotes(address, () => [temporary]), openNotes(address, () => [temporary])];
    expect(one.canShare()).toBe(false);
    one.add("first", "entry");
    expect([one.canShare(), one.has("first", "entry")]).toEqual([false, true]);
    expect([other.canShare(), other.has("first", "entry")]).toEqual([false, false]);
    one.remove("first", "entry");
    one.forget("first");
    expect(one.has("first", "entry")).toBe(false);
  },
);

test("so it does if no folder is known at all, and if a note couldn't be kept", () => {
  const unknown = openNotes(newAddress(), () => {
    throw new Error("no home");
  });
  expect(unknown.canShare()).toBe(false);

  const places: string[] = [];
  const late = openNotes(newAddress(), () => places);
  late.add("first", "entry");
  places.push(createScratch("temporary"));
  expect(late.canShare()).toBe(false);
});

test("a process without an engine needs no folder", () => {
  const notes = openNotes(undefined, () => []);
  notes.add("first", "entry");
  expect(notes.canShare()).toBe(true);
});

test("notes are read in each folder, and taken back there, if one process couldn't use the first", () => {
  const address = newAddress();
  const [temporary, home] = [createScratch("temporary"), createScratch("home")];
  const [one, other] = [openNotes(address, () => [home]), openNotes(address, () => [temporary, home])];
  one.add("first", "entry");
  other.add("second", "entry");
  expect(readdirSync(temporary)).toContain(notesFolderOf(address));
  expect([other.has("first", "entry"), other.has("second", "entry")]).toEqual([true, true]);
  other.forget("first");
  expect(openNotes(address, () => [home]).has("first", "entry")).toBe(false);
});

test("notes that can't be read aren't taken for none", () => {
  const address = newAddress();
  const folder = createScratch("temporary");
  const notes = openNotes(address, () => [folder]);
  notes.add("first", "entry");
  const [subscription = ""] = readdirSync(join(folder, notesFolderOf(address)));
  const path = join(folder, notesFolderOf(address), subscription);
  rmSync(path, { recursive: true });
  expect([openNotes(address, () => [folder]).has("first", "entry"), notes.canShare()]).toEqual([false, true]);
  writeFileSync(path, "");
  const other = openNotes(address, () => [folder]);
  expect([other.has("first", "entry"), other.canShare()]).toEqual([false, false]);
});

test("a folder that another process removes when it ends is made again, also right after this one has made it", () => {
  const folder = createScratch("temporary");
  const tries: string[] = [];
  const isUsed = createRunFolder(sourcesOf(newAddress(), () => [folder])).use((at) => {
    tries.push(at);
    if (tries.length === 1) rmdirSync(at);
    writeFileSync(join(at, "note"), "");
  });
  expect([isUsed, tries.length]).toEqual([true, 2]);
});

test("a process that only asked whether it can share notes leaves no folder either", () => {
  const folder = createScratch("temporary");
  expect(openNotes(newAddress(), () => [folder]).canShare()).toBe(true);
  for (const act of atExit.splice(0)) act();
  expect(readdirSync(folder)).toEqual(["package.json"]);
});
