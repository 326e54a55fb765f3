import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createSharedNotes, type SharedNotes } from "../../../../provider/resources/subscription/shared-notes.js";
import { createScratch } from "../../../support/project.js";

const NOW = new Date();
const atExit: (() => void)[] = [];
let processes = 0;
/** The process that starts the providers. */
const ENGINE = 1_000_000;
const ended = new Set<number>();
/** What one process of the run with this engine knows. */
const openNotes = (address: string | undefined, processId = ++processes, parentId = ENGINE): SharedNotes =>
  createSharedNotes({
    engineAddress: () => address,
    userId: process.getuid?.(),
    processId,
    parentId,
    nameOf: (id) => {
      if (ended.has(id)) throw new Error("no such process");
      return `${id}-1`;
    },
    places: () => [tmpdir()],
    atExit: (act) => void atExit.push(act),
    now: () => NOW,
  });
const folders = (): string[] =>
  readdirSync(tmpdir())
    .filter((name) => name.startsWith("cybersource-webhooks-"))
    .map((name) => join(tmpdir(), name));

let temporary: string;
let before: ReadonlySet<string>;
let address: string;
beforeEach(() => {
  // Each test has a folder of its own for temporary files.
  temporary = createScratch("shared-notes");
  process.env.TMPDIR = temporary;
  before = new Set(folders());
  address = `127.0.0.1:${randomUUID()}`;
});
const only = (): string => {
  const [folder = "", ...more] = folders().filter((each) => !before.has(each));
  expect(more).toEqual([]);
  return folder;
};
// By its name: without the setting above, tmpdir() is the folder of the whole machine.
afterEach(() => rmSync(temporary, { recursive: true }));

const DIGEST = "[0-9a-f]{64}";

test("what one process of a run notes, all of them have, and those of other runs don't", () => {
  const [one, other] = [openNotes(address), openNotes(address)];
  expect(other.has("first", "entry")).toBe(false);
  one.add("first", "entry", "mark");
  expect([one.has("first", "entry"), other.has("first", "entry")]).toEqual([true, true]);
  expect([other.has("second", "entry"), other.has("first", "claim")]).toEqual([false, false]);
  expect(openNotes("127.0.0.1:1").has("first", "entry")).toBe(false);
});

test("any of them takes a note back, only the one with that mark, and forgets all about one subscription", () => {
  const [one, other] = [openNotes(address), openNotes(address)];
  for (const id of ["first", "second"]) {
    one.add(id, "entry");
    one.add(id, "entry", "mark");
  }
  one.remove("first", "entry");
  other.remove("first", "entry", "another mark");
  expect([one.has("first", "entry"), other.has("first", "entry")]).toEqual([true, true]);
  one.remove("first", "entry", "mark");
  expect([one.has("first", "entry"), other.has("first", "entry")]).toEqual([false, false]);
  one.forget("second");
  expect([one.has("second", "entry"), other.has("second", "entry")]).toEqual([false, false]);
  one.forget("third");
});

test("the folder is the user's alone, and holds no id and no mark", () => {
  const notes = openNotes(address);
  notes.add("an-id", "entry", "../a-mark");
  notes.add("an-id", "claim");
  expect(lstatSync(only()).mode & 0o777).toBe(0o700);
  const [subscription = "", ...more] = readdirSync(only());
  expect([subscription, more]).toEqual([expect.stringMatching(new RegExp(`^${DIGEST}$`)), []]);
  expect(readdirSync(join(only(), subscription)).toSorted()).toEqual([
    `claim-none.${processes}-1.${ENGINE}-1`,
    expect.stringMatching(new RegExp(`^entry-${DIGEST}\\.${processes}-1\\.${ENGINE}-1$`)),
  ]);
  for (const act of atExit.splice(0)) act();
  expect(folders()).toEqual([...before]);
});

test("a process that ends takes its own notes with it, and the last one the folder", () => {
  const [one, other] = [openNotes(address), openNotes(address)];
  one.add("first", "entry");
  one.add("first", "entry", "mark");
  other.add("first", "claim");
  other.add("second", "entry");
  const [endOne, endOther] = atExit.splice(-2);
  endOne?.();
  const left = openNotes(address);
  expect([left.has("first", "entry"), left.has("first", "claim"), left.has("second", "entry")]).toEqual([
    false,
    true,
    true,
  ]);
  endOther?.();
  expect(folders()).toEqual([...before]);
});

test("without an engine, each process knows its own notes", () => {
  const notes = openNotes(undefined);
  notes.add("first", "entry");
  expect([notes.has("first", "entry"), openNotes(undefined).has("first", "entry")]).toEqual([true, false]);
  expect(folders()).toEqual([...before]);
});

test("a folder that others can write to isn't believed", () => {
  const notes = openNotes(address);
  notes.add("first", "entry");
  chmodSync(only(), 0o777);
  expect(openNotes(address).has("first", "entry")).toBe(false);
  expect(notes.has("first", "entry")).toBe(true);
});

test("nor is a link to another folder", () => {
  openNotes(address).add("first", "entry");
  const folder = only();
  rmSync(folder, { recursive: true });
  const target = createScratch("elsewhere");
  symlinkSync(target, folder);
  openNotes(address).add("second", "entry");
  expect(readdirSync(target)).not.toContainEqual(expect.stringMatching(new RegExp(DIGEST)));
  expect(openNotes(address).has("second", "entry")).toBe(false);
});

test("what a process noted that was killed stays in its run, and is forgotten if another engine has the same address", () => {
  openNotes(address, 70, 700).add("first", "entry");
  openNotes(address, 71, 700).add("first", "claim");
  const later = openNotes(address);
  ended.add(70);
  expect([later.has("first", "entry"), later.has("first", "claim")]).toEqual([true, true]);
  ended.add(700);
  expect([later.has("first", "entry"), later.has("first", "claim")]).toEqual([false, true]);
  ended.add(71);
  expect(later.has("first", "claim")).toBe(false);
  // Where a process is known by its number alone.
  ended.delete(71);
  expect(openNotes(address, 71).has("first", "claim")).toBe(true);
});

test("a process that can't tell what started it leaves notes that count while it runs", () => {
  ended.add(800);
  openNotes(address, 80, 800).add("first", "entry");
  const other = openNotes(address);
  expect(other.has("first", "entry")).toBe(true);
  ended.add(80);
  expect(other.has("first", "entry")).toBe(false);
});

test("what other runs of this user left that were killed more than a day ago is removed, and nothing else", () => {
  const old = new Date(NOW.getTime() - 2 * 86_400_000);
  const made = (name: string, mode = 0o700): string => {
    const folder = join(tmpdir(), name);
    mkdirSync(join(folder, "notes"), { recursive: true });
    writeFileSync(join(folder, "notes/claim-none"), "");
    chmodSync(folder, mode);
    return folder;
  };
  const target = made("elsewhere");
  const left = made(`cybersource-webhooks-${"a".repeat(16)}`);
  symlinkSync(target, join(left, "link"));
  const kept = [
    made("cybersource-webhooks-of-someone"),
    made(`cybersource-webhooks-${"b".repeat(16)}`, 0o777),
    made(`another-cybersource-webhooks-${"c".repeat(16)}`),
    target,
  ];
  for (const folder of [left, ...kept]) utimesSync(folder, old, old);
  const link = join(tmpdir(), `cybersource-webhooks-${"d".repeat(16)}`);
  symlinkSync(target, link);
  const file = join(tmpdir(), `cybersource-webhooks-${"e".repeat(16)}`);
  writeFileSync(file, "");
  for (const each of [link, file]) lutimesSync(each, old, old);
  const recent = made(`cybersource-webhooks-${"f".repeat(16)}`);

  openNotes(address).add("first", "entry");
  expect(existsSync(left)).toBe(false);
  expect([...kept, link, file, recent].filter((each) => !existsSync(each))).toEqual([]);
  expect(readdirSync(join(target, "notes"))).toEqual(["claim-none"]);
});
