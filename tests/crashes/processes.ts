import { readFileSync } from "node:fs";

const statusOf = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return undefined;
  }
};

/** Whether a process is running. A zombie isn't: it has exited, but its exit code hasn't been read yet. */
export const isAlive = (pid: number): boolean => {
  const status = statusOf(pid);
  return status !== undefined && !/^State:\s+[ZX]/m.test(status);
};

/** The nearest ancestor of a process with this name. */
export const ancestorNamed = (name: string, pid: number): number | undefined => {
  const parent = Number(/^PPid:\s+(\d+)/m.exec(statusOf(pid) ?? "")?.[1] ?? 0);
  if (parent === 0) return undefined;
  const isMatch = new RegExp(`^Name:\\s+${name}$`, "m").test(statusOf(parent) ?? "");
  return isMatch ? parent : ancestorNamed(name, parent);
};
