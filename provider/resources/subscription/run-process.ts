import { readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { attempt } from "./attempt.js";
import { type RunSources } from "./shared-notes.js";

/** Where Linux says when a process started, counted behind its name, which can hold anything. */
const STATE = 0;
const START = 19;
const ENDED: readonly (string | undefined)[] = ["Z", "X"];

/**
 * The name of a running process: its number and, where Linux tells it, when it started, because numbers are used again.
 *
 * @throws if there is no such process, or it isn't this user's
 */
export const nameOfProcess = (id: number, { kill, platform }: Pick<NodeJS.Process, "kill" | "platform">): string => {
  // 0 would be the process group: what started this one is in another container.
  if (!Number.isSafeInteger(id) || id <= 0) throw new Error("no such process");
  kill(id, 0);
  const text = platform === "linux" ? attempt(() => readFileSync(`/proc/${id}/stat`, "utf8")) : undefined;
  if (text === undefined) return `${id}-0`;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (ENDED.includes(fields[STATE])) throw new Error("no such process");
  return `${id}-${fields[START]}`;
};

/** What is read of a provider process. */
export type ThisProcess = Pick<NodeJS.Process, "getuid" | "pid" | "ppid" | "env" | "kill" | "platform">;

/** What a provider process knows of itself. */
export const runProcess = (
  process: ThisProcess,
): Pick<RunSources, "userId" | "processId" | "parentId" | "nameOf" | "places"> => ({
  userId: process.getuid?.(),
  processId: process.pid,
  parentId: process.ppid,
  nameOf: (id) => nameOfProcess(id, process),
  // A user without an entry in the system's list has no home.
  places: () =>
    [tmpdir(), process.env.PULUMI_HOME || attempt(() => join(homedir(), ".pulumi"))].filter(
      (place) => place !== undefined,
    ),
});
