import { createHash, randomUUID } from "node:crypto";
import { appendFile, link, mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Deployment } from "./deployment.js";
import { EngineError } from "../errors.js";
import { takeLock } from "./stack-lock.js";
import { type JournalEntry, journalHeader, journalLine, replayJournal } from "./state-journal.js";
import { systemErrorCode } from "../../system-error.js";
import { readText } from "./read-text.js";
import { readJson } from "../../json-text.js";

/** Stores one stack's state between runs. */
export interface StateStore {
  /** The state file. The previous version is next to it, with the suffix `.bak`. */
  readonly file: string;
  /** Reads the stored deployment as JSON data, or returns undefined if the stack has none yet. */
  readonly read: () => Promise<unknown>;
  /** Replaces the stored deployment in one step: after a crash it is the old one or the new one. */
  readonly write: (deployment: Deployment) => Promise<void>;
  /**
   * Adds a change of the last written deployment to the journal. After a crash it is there completely or not at all.
   */
  readonly append: (entry: JournalEntry) => Promise<void>;
  /** Locks out other runs until the returned function is called. */
  readonly lock: () => Promise<() => Promise<void>>;
}

export interface StateStoreOptions {
  readonly folder: string;
  readonly project: string;
  readonly stack: string;
}

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Names become file names: only names that Pulumi allows and that can't leave the folder. */
const checkName = (kind: string, name: string): void => {
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(name) && !/^\.+$/.test(name)) return;
  throw new EngineError(
    "ERR_ENGINE_STATE",
    `The ${kind} name ${JSON.stringify(name)} is not valid: use up to 100 letters, digits, hyphens, underscores and periods`,
  );
};

const syncFolder = async (folder: string): Promise<void> => {
  // Windows can't open folders, and doesn't need this sync.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeScratch = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, "wx", FILE_MODE);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Links the current version as `.bak`, so that the file itself exists at all times. */
const keepPrevious = async (file: string): Promise<void> => {
  const scratch = `${file}.${randomUUID()}.tmp`;
  try {
    await link(file, scratch);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return;
    throw error;
  }
  await rename(scratch, `${file}.bak`);
};

/** Creates the project's folder in the folder of all states. A new folder of states gets a .gitignore. */
const createFolder = async (root: string, folder: string): Promise<void> => {
  const firstCreated = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const isRootNew = firstCreated !== undefined && resolve(firstCreated).length <= resolve(root).length;
  if (isRootNew) await writeFile(join(root, ".gitignore"), "*\n");
};

const writeAtomically = async (file: string, text: string): Promise<void> => {
  const scratch = `${file}.${randomUUID()}.tmp`;
  try {
    await writeScratch(scratch, text);
    await keepPrevious(file);
    await rename(scratch, file);
  } finally {
    await rm(scratch, { force: true });
  }
  await syncFolder(dirname(file));
};

const parseState = (file: string, text: string): unknown => {
  const state = readJson(text);
  if (state === undefined) {
    throw new EngineError("ERR_ENGINE_STATE", `${file} is not valid JSON; the previous version is ${file}.bak`);
  }
  return state;
};

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Removes the temporary files of killed runs. Safe, because only the holder of the lock writes. */
const removeScratch = async (file: string): Promise<void> => {
  const folder = dirname(file);
  const isScratch = (name: string): boolean => name.startsWith(`${basename(file)}.`) && name.endsWith(".tmp");
  await Promise.all((await readdir(folder)).filter(isScratch).map((name) => rm(join(folder, name), { force: true })));
};

/** Opens the store of one stack, `<folder>/<project>/<stack>.json`, which only its owner can read. */
export const openStateStore = ({ folder, project, stack }: StateStoreOptions): StateStore => {
  checkName("project", project);
  checkName("stack", stack);
  const file = join(folder, project, `${stack}.json`);
  const journal = `${file}.journal`;
  /** The header for a new journal, until it is written. */
  let header: string | undefined;
  return {
    file,
    read: async () => {
      const text = await readText(file);
      if (text === undefined) return undefined;
      const state = parseState(file, text);
      const changes = await readText(journal);
      return changes === undefined ? state : replayJournal(state, digestOf(text), journal, changes);
    },
    write: async (deployment) => {
      const text = `${JSON.stringify(deployment, undefined, 4)}\n`;
      await createFolder(folder, dirname(file));
      await writeAtomically(file, text);
      await rm(journal, { force: true });
      header = journalHeader(digestOf(text));
    },
    append: async (entry) => {
      await appendFile(journal, `${header ?? ""}${journalLine(entry)}`, { mode: FILE_MODE, flush: true });
      if (header !== undefined) await syncFolder(dirname(file));
      header = undefined;
    },
    lock: async () => {
      await createFolder(folder, dirname(file));
      const release = await takeLock(`${file}.lock`);
      await removeScratch(file);
      return release;
    },
  };
};
