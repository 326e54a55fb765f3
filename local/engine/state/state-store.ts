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

/** Where one stack's state is kept between runs. */
export interface StateStore {
  /** The state's file; the version before it was last replaced stands beside it, as `.bak`. */
  readonly file: string;
  /** The stored deployment as JSON data, or `undefined` for a stack that has none yet. */
  readonly read: () => Promise<unknown>;
  /** Replaces the stored deployment in one step: a crash leaves the old or the new one, never a part. */
  readonly write: (deployment: Deployment) => Promise<void>;
  /** Stores a change of the deployment that was written last, beside it; a crash leaves it as a whole or not at all. */
  readonly append: (entry: JournalEntry) => Promise<void>;
  /** Keeps other runs away until the result is called. */
  readonly lock: () => Promise<() => Promise<void>>;
}

export interface StateStoreOptions {
  readonly folder: string;
  readonly project: string;
  readonly stack: string;
}

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Names become file names: they must be what Pulumi allows, and no way out of the folder. */
const checkName = (kind: string, name: string): void => {
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(name) && !/^\.+$/.test(name)) return;
  throw new EngineError(
    "ERR_ENGINE_STATE",
    `The ${kind} name ${JSON.stringify(name)} is not valid: up to 100 letters, digits, hyphens, underscores and periods`,
  );
};

const syncFolder = async (folder: string): Promise<void> => {
  // Windows opens no folders, and needs no such sync.
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

/** A second name for the current version, so that the file itself is never away. */
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

/** Makes the folder of a project within that of all states; one that is new is kept out of version control. */
const makeFolder = async (root: string, folder: string): Promise<void> => {
  const firstMade = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const isRootNew = firstMade !== undefined && resolve(firstMade).length <= resolve(root).length;
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
    throw new EngineError("ERR_ENGINE_STATE", `${file} is not valid JSON; the version before it is ${file}.bak`);
  }
  return state;
};

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Removes what writes that were killed left behind. Nobody writes but who holds the lock. */
const removeScratch = async (file: string): Promise<void> => {
  const folder = dirname(file);
  const isScratch = (name: string): boolean => name.startsWith(`${basename(file)}.`) && name.endsWith(".tmp");
  await Promise.all((await readdir(folder)).filter(isScratch).map((name) => rm(join(folder, name), { force: true })));
};

/** Opens the store of one stack: `<folder>/<project>/<stack>.json`, for its owner's eyes alone. */
export const openStateStore = ({ folder, project, stack }: StateStoreOptions): StateStore => {
  checkName("project", project);
  checkName("stack", stack);
  const file = join(folder, project, `${stack}.json`);
  const journal = `${file}.journal`;
  /** What a journal has to begin with, until it does. */
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
      await makeFolder(folder, dirname(file));
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
      await makeFolder(folder, dirname(file));
      const release = await takeLock(`${file}.lock`);
      await removeScratch(file);
      return release;
    },
  };
};
