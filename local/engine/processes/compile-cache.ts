import { mkdirSync } from "node:fs";
import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

// Loaded first: what is loaded after it is compiled once, and read from this folder of the clone by later processes.
const folder = join(__dirname, "../../../../.work/compile-cache");
mkdirSync(folder, { recursive: true, mode: 0o700 });
enableCompileCache(folder);

/** Node.js writes the folder at its exit; a provider has none, for it is ended by a signal. */
export const flushOnInterrupt = (): void => {
  const flush = (signal: NodeJS.Signals): void => {
    flushCompileCache();
    if (process.listenerCount(signal) > 1) return;
    process.off(signal, flush);
    process.kill(process.pid, signal);
  };
  process.on("SIGINT", flush);
};
