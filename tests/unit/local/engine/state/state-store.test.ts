import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Deployment } from "../../../../../local/engine/state/deployment.js";
import type { JournalEntry } from "../../../../../local/engine/state/state-journal.js";
import { openStateStore, type StateStore } from "../../../../../local/engine/state/state-store.js";

const LOCKED = expect.objectContaining({ code: "ERR_ENGINE_STATE_LOCKED" });
const deployment = (n: number): Deployment => ({ version: 3, deployment: { n } });
const modeOf = (path: string): number => statSync(path).mode & 0o777;

let root: string;
let store: StateStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "state-store-"));
  store = openStateStore({ folder: join(root, "states"), project: "p", stack: "dev" });
});
afterEach(() => rmSync(root, { recursive: true }));

const deadPid = async (): Promise<number> => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
};

const writeLock = (content: string): void => {
  mkdirSync(join(root, "states", "p"), { recursive: true });
  writeFileSync(`${store.file}.lock`, content);
};

describe("a state store", () => {
  test("has no state at first, then the last one written", async () => {
    expect(await store.read()).toBeUndefined();
    await store.write(deployment(1));
    await store.write(deployment(2));
    expect(await store.read()).toEqual(deployment(2));
  });

  test("keeps only the previous version, as .bak", async () => {
    await store.write(deployment(1));
    await store.write(deployment(2));
    expect(readdirSync(join(root, "states", "p")).sort()).toEqual(["dev.json", "dev.json.bak"]);
    expect(JSON.parse(readFileSync(`${store.file}.bak`, "utf8"))).toEqual(deployment(1));
  });

  test("can be read only by its owner", async () => {
    await store.write(deployment(1));
    await store.write(deployment(2));
    const release = await store.lock();
    expect([join(root, "states"), join(root, "states", "p")].map(modeOf)).toEqual([0o700, 0o700]);
    expect([store.file, `${store.file}.bak`, `${store.file}.lock`].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
    await release();
  });

  test("adds a .gitignore to a folder that it creates, but not to an existing one", async () => {
    await store.write(deployment(1));
    expect(readFileSync(join(root, "states", ".gitignore"), "utf8")).toBe("*\n");
    await openStateStore({ folder: root, project: "p", stack: "dev" }).write(deployment(1));
    expect(existsSync(join(root, ".gitignore"))).toBe(false);
  });

  test("separates stacks and projects", async () => {
    const other = openStateStore({ folder: join(root, "states"), project: "p", stack: "dev.2" });
    await store.write(deployment(1));
    expect(await other.read()).toBeUndefined();
  });

  test("rejects a damaged state, names the previous version and quotes nothing", async () => {
    await store.write(deployment(1));
    writeFileSync(store.file, '{"version": hunter2');
    await expect(store.read()).rejects.toThrow(/is not valid JSON.*dev\.json\.bak/);
    await expect(store.read()).rejects.not.toThrow("hunter2");
  });

  test.each(["..", ".", "", "a/b", "../x", "a b", "a".repeat(101), "a\0"])("rejects %j as a name", (name) => {
    expect(() => openStateStore({ folder: root, project: "p", stack: name })).toThrow("stack name");
    expect(() => openStateStore({ folder: root, project: name, stack: "dev" })).toThrow("project name");
  });
});

const inserted = (n: number, place: number): JournalEntry => ({
  resources: { removed: [], inserted: [[place, { n }]], changed: [] },
  pending_operations: { removed: [], inserted: [], changed: [] },
});
const withResources = (...numbers: readonly number[]): Deployment => ({
  version: 3,
  deployment: { resources: numbers.map((n) => ({ n })) },
});

describe("the journal of a state store", () => {
  const journal = (): string => `${store.file}.journal`;

  test("adds to the last written state, and can be read only by its owner", async () => {
    await store.write(withResources(1));
    await store.append(inserted(2, 1));
    await store.append(inserted(3, 0));
    expect(await store.read()).toEqual(withResources(3, 1, 2));
    expect(JSON.parse(readFileSync(store.file, "utf8"))).toEqual(withResources(1));
    expect(modeOf(journal())).toBe(0o600);
  });

  test("is applied after a crash, until the next complete write", async () => {
    await store.write(withResources(1));
    await store.append(inserted(2, 1));
    const next = openStateStore({ folder: join(root, "states"), project: "p", stack: "dev" });
    expect(await next.read()).toEqual(withResources(1, 2));
    await next.write(withResources(7));
    expect(existsSync(journal())).toBe(false);
    await next.append(inserted(8, 1));
    expect(await store.read()).toEqual(withResources(7, 8));
  });

  test("is ignored if a crash left it after its changes were written to the state", async () => {
    await store.write(withResources(1));
    await store.append(inserted(2, 1));
    const left = readFileSync(journal(), "utf8");
    await store.write(withResources(1, 2));
    writeFileSync(journal(), left);
    expect(await store.read()).toEqual(withResources(1, 2));
  });

  test("ignores a last line that a crash has cut off at any place", async () => {
    await store.write(withResources(1));
    await store.append(inserted(2, 1));
    const whole = readFileSync(journal(), "utf8");
    await store.append(inserted(3, 2));
    const both = readFileSync(journal(), "utf8");
    for (let length = 0; length < both.length; length += 1) {
      writeFileSync(journal(), both.slice(0, length));
      const expected = length < whole.length ? withResources(1) : withResources(1, 2);
      expect(await store.read()).toEqual(expected);
    }
  });

  test.each(["{", '{"resources": hunter2}', "{}", "null"])(
    "is rejected if it is damaged by %j, with the name of its file and without quoting it",
    async (line) => {
      await store.write(withResources(1));
      await store.append(inserted(2, 1));
      writeFileSync(journal(), `${readFileSync(journal(), "utf8")}${line}\n`);
      await expect(store.read()).rejects.toThrow(/dev\.json\.journal is damaged/);
      await expect(store.read()).rejects.not.toThrow("hunter2");
    },
  );
});

describe("the lock of a stack", () => {
  test("removes the temporary files of killed runs, but nothing else", async () => {
    await store.write(deployment(1));
    const folder = join(root, "states", "p");
    for (const name of ["dev.json.1.tmp", "other.json.1.tmp"]) writeFileSync(join(folder, name), "");
    const release = await store.lock();
    expect(readdirSync(folder).sort()).toEqual(["dev.json", "dev.json.lock", "other.json.1.tmp"]);
    await release();
  });

  test("locks out a second run until it is released", async () => {
    const release = await store.lock();
    await expect(store.lock()).rejects.toThrow(LOCKED);
    await expect(store.lock()).rejects.toThrow(
      new RegExp(`process ${process.pid} on ${hostname()} since .*delete .*dev.json.lock`),
    );
    await release();
    expect(existsSync(`${store.file}.lock`)).toBe(false);
    await (
      await store.lock()
    )();
  });

  test("applies to one stack only", async () => {
    const release = await store.lock();
    await (
      await openStateStore({ folder: join(root, "states"), project: "p", stack: "other" }).lock()
    )();
    await release();
  });

  test("is taken over from a dead process", async () => {
    writeLock(JSON.stringify({ pid: await deadPid(), host: hostname(), since: "2026-01-01T00:00:00Z" }));
    const release = await store.lock();
    expect(JSON.parse(readFileSync(`${store.file}.lock`, "utf8"))).toMatchObject({ pid: process.pid });
    expect(readdirSync(join(root, "states", "p"))).toEqual(["dev.json.lock"]);
    await release();
  });

  test("is taken over by exactly one of several processes that find it stale", async () => {
    writeLock(JSON.stringify({ pid: await deadPid(), host: hostname(), since: "2026-01-01T00:00:00Z" }));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => store.lock()));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("is not taken over from a process on another machine", async () => {
    writeLock(JSON.stringify({ pid: await deadPid(), host: "elsewhere", since: "2026-01-01T00:00:00Z" }));
    await expect(store.lock()).rejects.toThrow(/on elsewhere since 2026-01-01/);
  });

  test.each(["", "{", '{"pid": 0, "host": "h", "since": "s"}'])(
    "is not taken over if it contains %j",
    async (content) => {
      writeLock(content);
      await expect(store.lock()).rejects.toThrow(/The stack is locked\. .*delete/);
    },
  );
});
