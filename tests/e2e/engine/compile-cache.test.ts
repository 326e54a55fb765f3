import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { filesBelow, findSecrets } from "../../support/secret-sweep.js";
import { filesOpenToOthers } from "../../support/sweep-places.js";
import { Workspace } from "./workspace.js";

const ROOT = resolve(__dirname, "../../../..");

describe("the cache of compiled code", () => {
  let workspace: Workspace;
  let cache: string;
  beforeEach(() => {
    workspace = new Workspace();
    cache = join(workspace.folder, "cache");
  });
  afterEach(() => workspace.remove());

  const CAPTURED = "kQ7wZr2mVx9Tb4LdPs6HyN3c";
  const program = (atCreation: string): string => `
const captured = process.env.CAPTURED;
provider.create = async function (news) {
  this.note("got " + captured.length);
  ${atCreation}
  return { id: "1", outs: news };
};
new Thing("a");
`;
  const expectNotIn = (folder: string): void => {
    expect(workspace.read("journal")).toContain(`got ${CAPTURED.length}`);
    const places = filesBelow(folder);
    expect(places).not.toEqual([]);
    expect(findSecrets(places, { captured: { value: CAPTURED, kind: "random" } })).toEqual([]);
  };

  test("has no value that a provider captured, and is written by a provider, although the engine stops it by a signal", async () => {
    await workspace.run("up", program(""), { env: { NODE_COMPILE_CACHE: cache, CAPTURED } });
    expectNotIn(cache);
    // A refresh starts no program.
    const ofProvider = join(workspace.folder, "cache-of-provider");
    await workspace.run("refresh", "", { env: { NODE_COMPILE_CACHE: ofProvider, CAPTURED } });
    expectNotIn(ofProvider);
  });

  test("has none if a provider exits by itself, which no listener of the engine's keeps its own listener from", async () => {
    // As many packages do, it ends the process only if no other listener may want to.
    const listen = `
      const end = () => { if (process.listenerCount("SIGINT") === 1) { this.note("ends"); process.exit(0); } };
      process.on("SIGINT", end);`;
    await workspace.run("up", program(listen), { env: { NODE_COMPILE_CACHE: cache, CAPTURED } });
    expect(workspace.read("journal")).toContain("ends");
    expectNotIn(cache);
  });
});

describe("the folder of the cache", () => {
  let clone: string;
  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), "clone-"));
    symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
    cpSync(join(ROOT, "dist/local"), join(clone, "dist/local"), { recursive: true });
    cpSync(join(ROOT, "package.json"), join(clone, "package.json"));
  });
  afterEach(() => rmSync(join(clone, ".work"), { recursive: true }));
  afterAll(() => rmSync(clone, { recursive: true }));

  const start = () => spawnSync(process.execPath, [join(clone, "dist/local/engine/main.js"), "--help"]).status;
  const cacheFolder = () => join(clone, ".work/compile-cache");

  test("is closed to others", () => {
    expect(start()).toBe(0);
    expect(readdirSync(cacheFolder())).not.toEqual([]);
    expect(filesOpenToOthers(cacheFolder())).toEqual([]);
  });

  test("isn't needed: the engine also runs in a clone that it can't write to", () => {
    writeFileSync(join(clone, ".work"), "");
    expect(start()).toBe(0);
  });

  test.each(["770", "707"])("isn't used if others can write to it (mode %p)", (mode) => {
    mkdirSync(cacheFolder(), { recursive: true });
    chmodSync(cacheFolder(), Number.parseInt(mode, 8));
    expect(start()).toBe(0);
    expect(readdirSync(cacheFolder())).toEqual([]);
  });
});
