import { accessSync, constants, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { attempt } from "./attempt.js";
import { digestOf } from "./digest.js";
import { type RunSources } from "./shared-notes.js";

const ONLY_OWNER = 0o700;
const OTHERS = 0o077;
/** A folder that is older was left by a run that was killed. */
const STALE_MS = 86_400_000;
const PREFIX = "cybersource-webhooks-";
const FOLDER_FORM = new RegExp(`^${PREFIX}[0-9a-f]{16}$`);
/** Another process that ends may remove an empty folder right after this one has made it. */
const TRIES = 3;

/**
 * Makes a folder for this user alone, or leaves the one that's there. Never those above it: they are the user's own, and where
 * they can't be made, as in /proc, Node.js 24 would try for ever.
 */
export const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { mode: ONLY_OWNER });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
};

/** The folder that the processes of one run share. */
export interface RunFolder {
  /** Does something in it, and makes it before. False if that fails everywhere. */
  readonly use: (act: (folder: string) => void) => boolean;
  /** It, if it can be believed; several, if a process could use another one than the rest. */
  readonly found: () => readonly string[];
  /** Whether it can be used, so that what it doesn't hold isn't so. Without an engine, a process is alone. */
  readonly isUsable: () => boolean;
}

/** In the first of some places that can be used: all processes of a run try the same ones, and read in all of them. */
export const createRunFolder = ({ engineAddress, userId, places, now }: RunSources): RunFolder => {
  let isTidied = false;
  // A relative path is another folder in each process.
  const usablePlaces = (): readonly string[] => (attempt(places) ?? []).filter(isAbsolute);
  const folders = (): readonly string[] => {
    const engine = engineAddress();
    if (!engine) return [];
    return usablePlaces().map((place) => join(place, `${PREFIX}${digestOf(engine).slice(0, 16)}`));
  };
  /** Whether a folder is this user's own, and nobody else can write to it. Windows has no such bits. */
  const isOwn = (folder: string): boolean => {
    const stats = attempt(() => lstatSync(folder));
    if (stats?.isDirectory() !== true) return false;
    return userId === undefined || (stats.uid === userId && (stats.mode & OTHERS) === 0);
  };

  /** Removes the folders that runs of this user left because they were killed. */
  const removeStale = (place: string): void => {
    const oldest = now().getTime() - STALE_MS;
    for (const name of readdirSync(place).filter((each) => FOLDER_FORM.test(each))) {
      const folder = join(place, name);
      if (isOwn(folder) && lstatSync(folder).mtimeMs <= oldest) attempt(() => rmSync(folder, { recursive: true }));
    }
  };
  const tidy = (): void => {
    if (isTidied) return;
    isTidied = true;
    for (const place of usablePlaces()) attempt(() => removeStale(place));
  };

  const useOne = (folder: string, act: (folder: string) => void): boolean =>
    attempt(() => {
      makeFolder(folder);
      if (!isOwn(folder)) return false;
      act(folder);
      return true;
    }) === true;
  const use = (act: (folder: string) => void): boolean => {
    const all = folders();
    if (all.length > 0) tidy();
    return all.some((folder) => Array.from({ length: TRIES }).some(() => useOne(folder, act)));
  };

  return {
    use,
    found: () => folders().filter(isOwn),
    isUsable: () => !engineAddress() || use((folder) => accessSync(folder, constants.W_OK)),
  };
};
