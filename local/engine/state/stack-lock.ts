import { randomUUID } from "node:crypto";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { z } from "zod";
import { EngineError } from "../errors.js";
import { systemErrorCode } from "../../system-error.js";
import { readText } from "./read-text.js";
import { readJson } from "../../json-text.js";

/** Who holds a lock; `since` is RFC 3339. */
const holderSchema = z.object({ pid: z.number().int().positive(), host: z.string(), since: z.string() });
type Holder = z.infer<typeof holderSchema>;

const parseHolder = (text: string): Holder | undefined => holderSchema.safeParse(readJson(text)).data;

const isAlive = ({ pid, host }: Holder): boolean => {
  // Nothing can be known about a process of another machine.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== "ESRCH";
  }
};

const lockedError = (file: string, holder: Holder | undefined): EngineError => {
  const who = holder === undefined ? "" : ` by process ${holder.pid} on ${holder.host} since ${holder.since}`;
  return new EngineError(
    "ERR_ENGINE_STATE_LOCKED",
    `The stack is locked${who}. Wait for that run to end; if none is left, the lock is stale: delete ${file}`,
  );
};

/** Takes the lock in one step, so that it never stands half written; `false` when it is taken. */
const tryLock = async (file: string): Promise<boolean> => {
  const scratch = `${file}.${randomUUID()}`;
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  await writeFile(scratch, `${JSON.stringify(holder)}\n`, { mode: 0o600, flag: "wx" });
  try {
    await link(scratch, file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(scratch, { force: true });
  }
};

/** Takes a stale lock away, unless another run was faster and it is no longer the one that was seen. */
const removeStale = async (file: string, seen: string): Promise<void> => {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
    if ((await readText(aside)) !== seen) await link(aside, file);
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT" && systemErrorCode(error) !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
};

/** Takes a lock that one process holds at a time; one whose process is dead is taken over. The result gives it back. */
export const takeLock = async (file: string): Promise<() => Promise<void>> => {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (await tryLock(file)) return () => rm(file, { force: true });
    const seen = await readText(file);
    if (seen === undefined) continue;
    const holder = parseHolder(seen);
    if (holder === undefined || isAlive(holder)) throw lockedError(file, holder);
    await removeStale(file, seen);
  }
  throw lockedError(file, undefined);
};
