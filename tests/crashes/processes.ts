import { readFileSync } from "node:fs";

const statusOf = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return undefined;
  }
};

/** Whether a process still runs; a zombie has ended, and nobody has asked for its exit code yet. */
export const isAlive = (pid: number): boolean => {
  const status = statusOf(pid);
  return status !== undefined && !/^State:\s+[ZX]/m.test(status);
};

/** The nearest process of this name above another. */
export const ancestorNamed = (name: string, pid: number): number | undefined => {
  const parent = Number(/^PPid:\s+(\d+)/m.exec(statusOf(pid) ?? "")?.[1] ?? 0);
  if (parent === 0) return undefined;
  const isSought = new RegExp(`^Name:\\s+${name}$`, "m").test(statusOf(parent) ?? "");
  return isSought ? parent : ancestorNamed(name, parent);
};
