import { runCommandLine } from "./command-line.js";

void runCommandLine(process.argv.slice(2), {
  env: process.env,
  print: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
  onStop: (stop) => {
    const stopOnSignal = (): void => void stop();
    process.on("SIGINT", stopOnSignal).on("SIGTERM", stopOnSignal);
  },
}).then((exitCode) => {
  process.exitCode = exitCode;
});
