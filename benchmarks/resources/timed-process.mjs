import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { watchMemory } from "./process-memory.mjs";

/** Runs a command and writes its processor time, with that of its children, to file descriptor 3. */
const WRAPPER = '"$@" 3>&-; code=$?; times >&3; exit $code';

/** Reads the user and system time of the children from the output of `times`. */
const cpuMs = (times) => {
  const [, children = ""] = times.split("\n");
  return [...children.matchAll(/(?<!\d)(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000,
    0,
  );
};

/** Runs a command. `isLate` is true if it was killed because it took longer than `limitMs`. */
export const runTimed = async ({ command, cwd, env, limitMs }) => {
  const startedMs = performance.now();
  const child = spawn("bash", ["-c", WRAPPER, "bash", ...command], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    detached: true,
  });
  const memory = watchMemory(child.pid);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    process.kill(-child.pid, "SIGKILL");
  }, limitMs);
  const exit = new Promise((resolve, reject) => child.on("error", reject).on("exit", resolve));
  const [code, stdout, stderr, times] = await Promise.all([exit, ...child.stdio.slice(1).map(text)]);
  clearTimeout(timer);
  return {
    isOk: code === 0,
    isLate,
    output: stdout + stderr,
    stdout,
    wallMs: performance.now() - startedMs,
    cpuMs: cpuMs(times),
    peakBytes: memory(),
  };
};
