import { mkdirSync } from "node:fs";
import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

// Must be loaded first: modules that are loaded later are compiled once, and other processes read them from this
// folder.
const folder = join(__dirname, "../../../../.work/compile-cache");
mkdirSync(folder, { recursive: true, mode: 0o700 });
enableCompileCache(folder);

/** Node.js writes the cache when it exits normally. A provider is stopped by a signal, so it writes the cache then. */
export const flushOnInterrupt = (): void => {
  const flush = (signal: NodeJS.Signals): void => {
    flushCompileCache();
    if (process.listenerCount(signal) > 1) return;
    process.off(signal, flush);
    process.kill(process.pid, signal);
  };
  process.on("SIGINT", flush);
};
