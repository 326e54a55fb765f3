import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Ids that all provider processes of a run know. */
export interface SharedIds {
  readonly add: (id: string) => void;
  readonly has: (id: string) => boolean;
}

/** What this process knows of its run. */
export interface RunSources {
  /** The address of the engine that started this process, if one did: the same for all processes of a run. */
  readonly engineAddress: () => string | undefined;
  /** The user of this process. Undefined on Windows. */
  readonly userId: number | undefined;
  /** Does something when this process ends. */
  readonly atExit: (act: () => void) => void;
  readonly now: () => Date;
}

const ONLY_OWNER = 0o700;
const OTHERS = 0o077;
/** A folder that is older was left by a run that was killed, whose engine had the same address. */
const STALE_MS = 86_400_000;

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Whether a folder is this user's own, and nobody else can write to it. Windows has no such bits. */
const isOwnedBy = (userId: number | undefined, folder: string): boolean => {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  return stats.isDirectory() && (userId === undefined || (stats.uid === userId && (stats.mode & OTHERS) === 0));
};

/** A failure of the file system is the same as no folder. */
const attempt = <Result>(act: () => Result): Result | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};

/**
 * Ids that the processes of one run share: each provider of a program has a process of its own, and one may be asked to delete
 * what another one has taken over. They share a folder of empty files, whose names are digests of the ids. Without an engine,
 * or without such a folder, a process knows only its own ids.
 */
export const createSharedIds = ({ engineAddress, userId, atExit, now }: RunSources): SharedIds => {
  const own = new Set<string>();
  let isRemovedAtExit = false;
  const folderOf = (): string | undefined => {
    const engine = engineAddress();
    return engine && join(tmpdir(), `cybersource-webhooks-${digestOf(engine).slice(0, 16)}`);
  };
  const isOwn = (folder: string): boolean => isOwnedBy(userId, folder);
  const isCurrent = (folder: string): boolean =>
    isOwn(folder) && lstatSync(folder).mtimeMs > now().getTime() - STALE_MS;

  const share = (id: string): void => {
    const folder = folderOf();
    if (folder === undefined) return;
    if (isOwn(folder) && !isCurrent(folder)) rmSync(folder, { recursive: true });
    mkdirSync(folder, { recursive: true, mode: ONLY_OWNER });
    if (!isOwn(folder)) return;
    writeFileSync(join(folder, digestOf(id)), "");
    if (isRemovedAtExit) return;
    isRemovedAtExit = true;
    atExit(() => attempt(() => rmSync(folder, { recursive: true, force: true })));
  };
  const isShared = (id: string): boolean => {
    const folder = folderOf();
    return folder !== undefined && isCurrent(folder) && existsSync(join(folder, digestOf(id)));
  };

  return {
    add: (id) => {
      own.add(id);
      attempt(() => share(id));
    },
    has: (id) => own.has(id) || attempt(() => isShared(id)) === true,
  };
};
