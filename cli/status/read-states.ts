import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import pLimit from "p-limit";
import { decodeText } from "../decode-text.js";
import { reasonOf } from "../file-error.js";
import { runPulumi } from "../run-pulumi.js";

/** Each run of the CLI derives a key from the passphrase, which takes a core. */
const MAX_CONCURRENT = 4;
const STDIN = "-";

/** Where states are read from: files, or stacks through the Pulumi CLI. */
export interface StateSources {
  readonly stateFiles: readonly string[];
  /** Names of stacks; none is the one that is selected. */
  readonly stacks: readonly string[];
  readonly cwd: string | undefined;
}

export interface StateText {
  /** Where it came from, for an error. */
  readonly source: string;
  /** May hold secrets in the clear. */
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

const exportStack = async (stack: string | undefined, cwd: string | undefined): Promise<StateText> => ({
  source: stack === undefined ? "the selected stack" : `stack ${stack}`,
  text: await runPulumi(["stack", "export", "--show-secrets", ...(stack === undefined ? [] : ["--stack", stack])], cwd),
});

/** Reads states, in memory alone. */
export const readStates = ({ stateFiles, stacks, cwd }: StateSources): Promise<StateText[]> => {
  if (stateFiles.length > 0) return Promise.all([...new Set(stateFiles)].map(readStateFile));
  const limit = pLimit(MAX_CONCURRENT);
  const names = stacks.length === 0 ? [undefined] : [...new Set(stacks)];
  return Promise.all(names.map((stack) => limit(() => exportStack(stack, cwd))));
};
