import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startPlatform, type Platform } from "../../local/platform/server.js";
import { PLUGIN_FILE, PLUGIN_FOLDER, type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import { secret } from "./wire.js";

const KEY = "WebhookSigningKey orders";
const NEWS = { organizationId: "org", renewBeforeDays: 30 };

/** Waits until something is so. */
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await wait(5);
};
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("a request that is under way", () => {
  let platform: Platform;
  let plugin: PluginProcess;
  const start = (): Promise<PluginProcess> =>
    startPlugin({ config: { host: platform.origin, authentication: "none" } });
  beforeEach(async () => {
    platform = await startPlatform();
    plugin = await start();
    platform.fault({ kind: "delay", made: true, beforeHeadersMs: 300 }, 1);
  });
  afterEach(async () => {
    await plugin.stop();
    await platform.close();
  });

  test.each<[how: string, signals: readonly NodeJS.Signals[]]>([
    ["Cancel", []],
    ["SIGTERM", ["SIGTERM"]],
    ["SIGINT twice", ["SIGINT", "SIGINT"]],
    ["SIGHUP and SIGTERM", ["SIGHUP", "SIGTERM"]],
  ])("ends after %s, and its key gets into the state", async (how, signals) => {
    const creating = plugin.create(KEY, NEWS);
    await until(() => platform.journal.length === 1);
    if (how === "Cancel") await plugin.cancel();
    for (const signal of signals) {
      process.kill(plugin.pid, signal);
      // Two at the same time would arrive as one.
      await wait(50);
    }
    expect(secret((await creating).outs.key)).toBe(platform.currentKey("org", "sharedSecret")?.key);
    if (how !== "Cancel") await until(() => !isRunning(plugin.pid));
  });

  test("is never repeated after a crash: only another create sends another one", async () => {
    const creating = plugin.create(KEY, NEWS).catch((error: unknown) => String(error));
    await until(() => platform.journal.length === 1);
    await plugin.stop("SIGKILL");
    expect(await creating).toMatch(/^Error: /);
    plugin = await start();
    await plugin.check(KEY, {}, NEWS);
    await plugin.create(KEY, NEWS, { preview: true });
    await plugin.diff(KEY, "id", { organizationId: "org" }, NEWS);
    await plugin.read(KEY, "id", { organizationId: "org" });
    await plugin.remove(KEY, "id", { organizationId: "org" });
    expect(platform.journal).toHaveLength(1);
    await plugin.create(KEY, NEWS);
    expect(platform.journal).toHaveLength(2);
  });
});

test("a plugin whose engine was killed ends by itself", async () => {
  // A process in between stands for the engine.
  const script = `const { spawn } = require("node:child_process");
    spawn(process.execPath, [${JSON.stringify(PLUGIN_FILE)}, "127.0.0.1:1"], { stdio: ["ignore", "inherit", "ignore"] })
      .on("spawn", function () { console.log("pid " + this.pid); });`;
  const engine = spawn(process.execPath, ["--eval", script], { stdio: ["ignore", "pipe", "ignore"] });
  const printed: string[] = [];
  createInterface({ input: engine.stdout }).on("line", (line) => printed.push(line));
  await until(() => printed.length === 2);
  const pid = Number(/pid (\d+)/.exec(printed.join())?.[1]);
  engine.kill("SIGKILL");
  await until(() => !isRunning(pid));
});

describe("the file of the plugin", () => {
  test("is small, executable, and runs on its own, also below a package of ES modules", async () => {
    const { size, mode } = statSync(PLUGIN_FILE);
    expect(size).toBeLessThanOrEqual(2_500_000);
    expect(mode & 0o111).toBe(0o111);
    const folder = createScratch("alone", { type: "module" });
    const alone = join(folder, "plugin");
    mkdirSync(alone);
    for (const name of ["pulumi-resource-cybersource-webhooks", "package.json"]) {
      copyFileSync(join(PLUGIN_FOLDER, name), join(alone, name));
    }
    const child = spawn(join(alone, "pulumi-resource-cybersource-webhooks"), ["127.0.0.1:1"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    expect(port).toMatch(/^\d+$/);
    child.kill();
  });

  test("says which Node.js it needs if that on PATH is too old", () => {
    const preload = join(createScratch("old-node"), "old.cjs");
    writeFileSync(preload, 'Object.defineProperty(process, "versions", { value: { node: "22.11.0" } });');
    const run = (): string =>
      execFileSync(process.execPath, ["--require", preload, PLUGIN_FILE], { encoding: "utf8", stdio: "pipe" });
    expect(run).toThrow(
      /pulumi-resource-cybersource-webhooks needs Node\.js 22\.12 or later, but the node on PATH is v\d+\.\d+\.\d+\.\n/,
    );
  });

  test("can be parsed by the Node.js of an old system, or that couldn't say so", async () => {
    const { transform } = await import("esbuild");
    const text = readFileSync(PLUGIN_FILE, "utf8");
    const written = async (target: string) => (await transform(text, { target, platform: "node" })).code;
    // Nothing is left to rewrite for an old one.
    expect((await written("node10")) === (await written("esnext"))).toBe(true);
  });

  test("is the same whenever it's built", async () => {
    const { bundlePlugin } = (await import(join(PROJECT_ROOT, "scripts/build-plugin.mjs"))) as {
      bundlePlugin: () => Promise<{ readonly text: Uint8Array }>;
    };
    const { text } = await bundlePlugin();
    expect(Buffer.compare(text, readFileSync(PLUGIN_FILE))).toBe(0);
  });
});
