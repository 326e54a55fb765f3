import { readdirSync, readFileSync } from "node:fs";

/** The system records the peak of a process, so a few samples are enough. */
const SAMPLE_MS = 50;

const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process has exited.
    return "";
  }
};

const threadsOf = (pid) => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

const childrenOf = (pid) =>
  threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`)
      .split(" ")
      .filter((child) => child !== ""),
  );

const roleOf = (command) => {
  if (command.includes("@pulumi/pulumi/cmd/dynamic-provider")) return "provider";
  if (command.includes("@pulumi/pulumi/cmd/run")) return "program";
  return command.includes("pulumi-language-nodejs") ? "language host" : "engine";
};

/** Whether the system reports the peak memory of other processes. */
export const REPORTS_MEMORY = process.platform === "linux";

/** Watches a process and its descendants. The returned function stops it and returns the peak of each role in bytes. */
export const watchMemory = (rootPid) => {
  const peaks = new Map();
  const known = new Set();
  const look = () => {
    let generation = [String(rootPid), ...known];
    while (generation.length > 0) {
      for (const pid of generation) known.add(pid);
      generation = generation.flatMap(childrenOf).filter((pid) => !known.has(pid));
    }
    for (const pid of known) {
      const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
      if (kilobytes === 0) {
        // It has exited, and another process may get its ID.
        known.delete(pid);
        continue;
      }
      const role = roleOf(read(`/proc/${pid}/cmdline`));
      peaks.set(role, Math.max(peaks.get(role) ?? 0, kilobytes * 1024));
    }
  };
  const timer = REPORTS_MEMORY ? setInterval(look, SAMPLE_MS) : undefined;
  return () => {
    clearInterval(timer);
    return Object.fromEntries(peaks);
  };
};
