import { mkdirSync, statSync } from "node:fs";
import Module, { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

// Must be loaded first: modules that are loaded later are compiled once, and other processes read them from this
// folder.
const FOLDER = join(__dirname, "../../../../.work/compile-cache");
const WRITABLE_BY_OTHERS = 0o022;

/** If others can write to the folder, they can run code in the processes that read it. */
const isSafe = (folder: string): boolean => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return process.platform === "win32" || (statSync(folder).mode & WRITABLE_BY_OTHERS) === 0;
  } catch {
    // For example, the clone is read-only. Without a cache, a run only takes longer.
    return false;
  }
};
if (isSafe(FOLDER)) enableCompileCache(FOLDER);

/** The name under which the SDK compiles the text of a dynamic provider, which isn't in a file. */
const NO_FILE = "";
const { _compile: compile } = Module.prototype as unknown as { _compile: (code: string, filename: string) => unknown };

/** Node.js can't remove code from the cache, but code with the same name replaces it. */
const dropText = (): unknown => compile.call(new Module(NO_FILE), "", NO_FILE);

/**
 * Keeps the text of dynamic providers out of the cache: the SDK writes the values into it that a provider captured, and
 * they may be secret.
 */
export const cacheOnlyFiles = (): void => {
  // Node.js writes the cache after this event.
  process.on("exit", dropText);
};

let isFlushPlanned = false;

/**
 * Writes the cache soon. By itself, Node.js writes it only when a process exits normally, but a provider is stopped by a
 * signal. A listener for that signal could keep the program's own listeners from ending the process.
 */
export const flushSoon = (): void => {
  if (isFlushPlanned) return;
  isFlushPlanned = true;
  setImmediate(() => {
    isFlushPlanned = false;
    dropText();
    flushCompileCache();
  }).unref();
};
