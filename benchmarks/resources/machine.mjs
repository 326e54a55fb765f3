import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { PROJECT_ROOT } from "./paths.mjs";

const git = (...args) => {
  try {
    const stdio = ["ignore", "pipe", "ignore"];
    return execFileSync("git", args, { cwd: PROJECT_ROOT, encoding: "utf8", stdio }).trim();
  } catch {
    return "";
  }
};

/** Describes the machine and the versions of a measurement. */
export const describeMachine = (engine) => ({
  processor: cpus()[0]?.model ?? "unknown",
  processors: cpus().length,
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  node: process.version,
  engine: engine.version(),
  commit: git("rev-parse", "--short", "HEAD"),
  isClean: git("status", "--porcelain", "--", "provider", "local", "package-lock.json") === "",
  date: new Date().toISOString().slice(0, 10),
});
