import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { Writable } from "node:stream";

const ask = async (prompt: string): Promise<string> => {
  // readline echoes the typed characters to its output, so this output discards them.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  process.stderr.write(prompt);
  try {
    return await lines.question("");
  } catch {
    throw new Error("no secret was entered");
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
};

const find = async (variable: string, isFromStdin: boolean): Promise<string> => {
  const fromEnvironment = process.env[variable];
  if (!isFromStdin && fromEnvironment !== undefined && fromEnvironment !== "") return fromEnvironment;
  if (process.stdin.isTTY) return ask("Client secret (not shown): ");
  if (isFromStdin) return (await text(process.stdin)).replace(/\r?\n$/, "");
  throw new Error(`a secret is needed: set ${variable}, or pass it on standard input with --secret-stdin`);
};

/**
 * Reads the secret from standard input if `isFromStdin` is set, otherwise from the environment variable, otherwise from a
 * hidden prompt on a terminal.
 */
export const readSecret = async (variable: string, { isFromStdin }: { isFromStdin: boolean }): Promise<string> => {
  const secret = await find(variable, isFromStdin);
  if (secret === "") throw new Error("the secret is empty");
  return secret;
};
