import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The processes of a run. Each of them can be killed. */
export type Role = "program" | "provider" | "engine" | "platform";

/** The point at which a run is killed: the victim, and the event, which may be in another process. */
export interface CrashPoint {
  readonly victim: Role;
  readonly event: string;
  /** Counted from 1. */
  readonly occurrence: number;
}

const TRACE = "trace";
const FIRED = "fired";
const pidFile = (role: Role): string => `${role}.pid`;

/** Set for a run that is about the engine, which then needs a process of its own. */
export const OWN_ENGINE = "TEST_CRASH_ENGINE";

/** Whether a process is killed, or the kill happens at one of its events. */
export const isAbout = (role: Role, { victim, event }: CrashPoint): boolean =>
  victim === role || event.startsWith(`${role} `);

/** The environment variables for the processes of the run, besides the preload. */
export const crashEnvironment = (folder: string, point: CrashPoint | undefined): Record<string, string> => ({
  TEST_CRASH_FOLDER: folder,
  ...((point === undefined || isAbout("engine", point)) && { [OWN_ENGINE]: "yes" }),
  ...(point !== undefined && { TEST_CRASH_POINT: JSON.stringify(point) }),
});

/** The events of a run so far, as `role event`, in order. */
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

/** Records that the kill was done. Returns false if it was already done. */
export const markFired = (folder: string): boolean => {
  try {
    writeFileSync(join(folder, FIRED), "", { flag: "wx" });
    return true;
  } catch {
    return false;
  }
};
