import "./processes/compile-cache.js";
import { text as readText } from "node:stream/consumers";
import { runCommandLine } from "./command-line.js";

/** After the first ^C, the requests in progress are finished and recorded. The second ^C exits at once. */
const abortOnSignals = (print: (line: string) => void): AbortSignal => {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(1);
    print(
      "Stopping after the requests in progress. Press ^C again to stop at once: what they create may then be lost.",
    );
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
