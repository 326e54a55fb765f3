import { randomUUID } from "node:crypto";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { z } from "zod";
import { EngineError } from "../errors.js";
import { systemErrorCode } from "../../system-error.js";
import { readText } from "./read-text.js";
import { readJson } from "../../json-text.js";

/** The process that holds a lock. `since` is RFC 3339. */
const holderSchema = z.object({ pid: z.number().int().positive(), host: z.string(), since: z.string() });
type Holder = z.infer<typeof holderSchema>;

const parseHolder = (text: string): Holder | undefined => holderSchema.safeParse(readJson(text)).data;

const isAlive = ({ pid, host }: Holder): boolean => {
  // A process on another machine can't be checked.
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
    `The stack is locked${who}. Wait until that run ends. If that process no longer exists, delete ${file}`,
  );
};

/** Takes the lock in one step, so that it is never half written. Returns false if it is already taken. */
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

/** Removes a stale lock, unless another run has replaced it since it was `seen`. */
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

/**
 * Takes a lock that only one process can hold, and takes over the lock of a dead process. Returns a function that
 * releases it.
 */
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
