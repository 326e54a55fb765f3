import "./processes/compile-cache.js";
import { text as readText } from "node:stream/consumers";
import { runCommandLine } from "./command-line.js";

/** The first ^C lets the requests in flight end and be recorded; the second one does not wait. */
const abortOnSignals = (tell: (line: string) => void): AbortSignal => {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(1);
    tell("Ending: waiting for the requests in flight. Once more ends at once, and may lose what they made.");
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return controller.signal;
};

void runCommandLine(process.argv.slice(2), {
  env: process.env,
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  readInput: () => readText(process.stdin),
  isTerminal: process.stdout.isTTY,
  abortSignal: abortOnSignals,
}).then((exitCode) => {
  process.exitCode = exitCode;
});
