import { runCommandLine } from "../../../local/engine/command-line.js";
import { type Answer, type Order } from "../../support/worker/warm-engine.js";

/** Runs command lines of the embedded engine for the process that started it, several at once if so ordered. */
const follow = async ({ id, args, env, input }: Order): Promise<Answer> => {
  let stdout = "";
  let stderr = "";
  const exitCode = await runCommandLine(args, {
    env,
    write: (text) => void (stdout += text),
    writeError: (text) => void (stderr += text),
    readInput: async () => input,
    isTerminal: false,
    abortSignal: () => new AbortController().signal,
  });
  return { id, exitCode, stdout, stderr };
};

process.on("message", (order: Order) => void follow(order).then((answer) => process.send?.(answer)));
process.on("disconnect", () => process.exit());
