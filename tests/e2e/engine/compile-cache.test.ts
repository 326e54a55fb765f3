import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
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

  test.each([
    ["is stopped by the engine", ""],
    ["exits by itself", "process.exit(0);"],
  ])("has no value that a provider captured, when the provider %s", async (_, end) => {
    const captured = "kQ7wZr2mVx9Tb4LdPs6HyN3c";
    await workspace.run(
      "up",
      `const captured = process.env.CAPTURED;
      provider.create = async function (news) { this.note("got " + captured.length); ${end} return { id: "1", outs: news }; };
      new Thing("a");`,
      { env: { NODE_COMPILE_CACHE: cache, CAPTURED: captured } },
    );
    expect(workspace.read("journal")).toContain(`got ${captured.length}`);
    const places = filesBelow(cache);
    expect(places).not.toEqual([]);
    expect(findSecrets(places, { captured: { value: captured, kind: "random" } })).toEqual([]);
  });

  test("is written by a provider, although a signal ends it", async () => {
    await workspace.run("up", `new Thing("a");`);
    // A refresh starts no program.
    await workspace.run("refresh", "", { env: { NODE_COMPILE_CACHE: cache } });
    expect(filesBelow(cache)).not.toEqual([]);
  });

  test("adds no listener that keeps a provider's own listener from ending the process", async () => {
    // As many packages do, it ends the process only if no other listener may want to.
    await workspace.run(
      "up",
      `provider.create = async function (news) {
        const end = () => { if (process.listenerCount("SIGINT") === 1) { this.note("ends"); process.exit(0); } };
        process.on("SIGINT", end);
        return { id: "1", outs: news };
      };
      new Thing("a");`,
    );
    expect(workspace.read("journal")).toContain("ends");
  });
});

describe("the folder of the cache", () => {
  let clone: string;
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), "clone-"));
    symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
    cpSync(join(ROOT, "dist/local"), join(clone, "dist/local"), { recursive: true });
    cpSync(join(ROOT, "package.json"), join(clone, "package.json"));
  });
  afterEach(() => rmSync(clone, { recursive: true }));

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
