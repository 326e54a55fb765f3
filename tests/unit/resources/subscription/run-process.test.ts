import { spawn } from "node:child_process";
import { once } from "node:events";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { nameOfProcess, runProcess } from "../../../../provider/resources/subscription/run-process.js";

const isLinux = process.platform === "linux";

test("a running process has a name, which is always the same", () => {
  const name = nameOfProcess(process.pid, process);
  expect(name).toMatch(isLinux ? new RegExp(`^${process.pid}-[1-9]\\d*$`) : new RegExp(`^${process.pid}-0$`));
  expect(nameOfProcess(process.pid, process)).toBe(name);
  expect(nameOfProcess(process.ppid, process)).not.toBe(name);
});

test("elsewhere than on Linux it's the number alone", () => {
  expect(nameOfProcess(7, { platform: "darwin", kill: () => true })).toBe("7-0");
});

test("one that has ended, has another user or no number has none", async () => {
  const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
  await once(child, "close");
  expect(() => nameOfProcess(child.pid ?? 0, process)).toThrow();
  for (const id of [0, -1, Number.NaN]) expect(() => nameOfProcess(id, process)).toThrow("no such process");
  const kill = (): true => {
    throw new Error("EPERM");
  };
  expect(() => nameOfProcess(process.pid, { platform: process.platform, kill })).toThrow("EPERM");
});

(isLinux ? test : test.skip)("one that has ended and whose end nobody has asked for has none", async () => {
  // The shell's child ends, and the program that the shell becomes never asks.
  const parent = spawn("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [text] = (await once(parent.stdout, "data")) as [Buffer];
    const id = Number(text.toString());
    await setTimeout(300);
    expect(process.kill(id, 0)).toBe(true);
    expect(() => nameOfProcess(id, process)).toThrow("no such process");
  } finally {
    parent.kill("SIGKILL");
  }
});

test.each([
  ["the folder that PULUMI_HOME names", { PULUMI_HOME: "/somewhere/pulumi" }, "/somewhere/pulumi"],
  ["Pulumi's folder in the home folder", {}, join(homedir(), ".pulumi")],
  ["that of the home folder if PULUMI_HOME is empty", { PULUMI_HOME: "" }, join(homedir(), ".pulumi")],
])("notes can be kept in the folder for temporary files and in %s", (_which, env, expected) => {
  const { pid, ppid, platform } = process;
  const run = runProcess({ pid, ppid, platform, env, kill: () => true });
  expect(run.places()).toEqual([tmpdir(), expected]);
  expect([run.processId, run.parentId]).toEqual([pid, ppid]);
});
