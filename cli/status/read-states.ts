import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import pLimit from "p-limit";
import { decodeText } from "../decode-text.js";
import { reasonOf } from "../file-error.js";
import { runPulumi } from "../run-pulumi.js";

/** Each run of the Pulumi CLI derives a key from the passphrase, which keeps one core busy. */
const MAX_CONCURRENT = 4;
const STDIN = "-";

/** Where to read states from: files, or stacks through the Pulumi CLI. */
export interface StateSources {
  readonly stateFiles: readonly string[];
  /** Names of stacks; empty for the selected stack. */
  readonly stacks: readonly string[];
  readonly cwd: string | undefined;
}

export interface StateText {
  /** Where it was read from, for error messages. */
  readonly source: string;
  /** May contain secrets in plain text. */
  readonly text: string;
}

const readStateFile = async (file: string): Promise<StateText> => {
  if (file === STDIN) return { source: "standard input", text: decodeText(await buffer(process.stdin)) };
  try {
    return { source: file, text: decodeText(await readFile(file)) };
  } catch (error) {
    throw new Error(`${file} cannot be read: ${reasonOf(error)}`);
  }
};

const OTHERWISE =
  ". Or pass the state of a stack as a file, with --state FILE: the embedded engine has it in .pulumi-local/PROJECT/STACK.json";

const exportStack = async (stack: string | undefined, cwd: string | undefined): Promise<StateText> => ({
  source: stack === undefined ? "the selected stack" : `stack ${stack}`,
  text: await runPulumi(
    ["stack", "export", "--show-secrets", ...(stack === undefined ? [] : ["--stack", stack])],
    cwd,
    OTHERWISE,
  ),
});

/** Reads states. Keeps them only in memory. */
export const readStates = ({ stateFiles, stacks, cwd }: StateSources): Promise<StateText[]> => {
  if (stateFiles.length > 0) return Promise.all([...new Set(stateFiles)].map(readStateFile));
  const limit = pLimit(MAX_CONCURRENT);
  const names = stacks.length === 0 ? [undefined] : [...new Set(stacks)];
  return Promise.all(names.map((stack) => limit(() => exportStack(stack, cwd))));
};
