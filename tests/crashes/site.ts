import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The processes of a run, each of which may be killed. */
export type Role = "program" | "provider" | "engine" | "platform";

/** Where a run is killed: who, and at which occurrence of which event, in whatever process that is. */
export interface CrashPoint {
  readonly victim: Role;
  readonly event: string;
  /** 1 is the first. */
  readonly occurrence: number;
}

const TRACE = "trace";
const FIRED = "fired";
const pidFile = (role: Role): string => `${role}.pid`;

/** The variables that a process of the run has to have, beside the preload. */
export const crashEnvironment = (folder: string, point: CrashPoint | undefined): Record<string, string> => ({
  TEST_CRASH_FOLDER: folder,
  ...(point !== undefined && { TEST_CRASH_POINT: JSON.stringify(point) }),
});

/** The events of a run so far, as `role what`, in the order in which they came. */
export const readTrace = (folder: string): string[] => {
  const file = join(folder, TRACE);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};

export const hasFired = (folder: string): boolean => existsSync(join(folder, FIRED));

export const readPid = (folder: string, role: Role): number | undefined => {
  const file = join(folder, pidFile(role));
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
};

export const writePid = (folder: string, role: Role): void =>
  writeFileSync(join(folder, pidFile(role)), `${process.pid}`);

export const addToTrace = (folder: string, event: string): void => appendFileSync(join(folder, TRACE), `${event}\n`);

/** Notes that the kill is done; false when it was before. */
export const markFired = (folder: string): boolean => {
  try {
    writeFileSync(join(folder, FIRED), "", { flag: "wx" });
    return true;
  } catch {
    return false;
  }
};
