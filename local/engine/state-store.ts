import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Deployment } from "./deployment.js";
import { EngineError } from "./errors.js";
import { takeLock } from "./stack-lock.js";
import { systemErrorCode } from "./system-error.js";

/** Where one stack's state is kept between runs. */
export interface StateStore {
  /** The state's file; the version before the last write stands beside it, as `.bak`. */
  readonly file: string;
  /** The stored deployment as JSON data, or `undefined` for a stack that has none yet. */
  readonly read: () => Promise<unknown>;
  /** Replaces the stored deployment in one step: a crash leaves the old or the new one, never a part. */
  readonly write: (deployment: Deployment) => Promise<void>;
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

const readJson = async (file: string): Promise<unknown> => {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message would quote the state.
    throw new EngineError("ERR_ENGINE_STATE", `${file} is not valid JSON; the version before it is ${file}.bak`);
  }
};

/** Opens the store of one stack: `<folder>/<project>/<stack>.json`, for its owner's eyes alone. */
export const openStateStore = ({ folder, project, stack }: StateStoreOptions): StateStore => {
  checkName("project", project);
  checkName("stack", stack);
  const file = join(folder, project, `${stack}.json`);
  return {
    file,
    read: () => readJson(file),
    write: async (deployment) => {
      await makeFolder(folder, dirname(file));
      await writeAtomically(file, `${JSON.stringify(deployment, undefined, 4)}\n`);
    },
    lock: async () => {
      await makeFolder(folder, dirname(file));
      return takeLock(`${file}.lock`);
    },
  };
};
