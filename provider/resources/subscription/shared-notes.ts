import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What a note says of a subscription:
 * - `entry`: an entry of the state that stays, with its mark
 * - `managed`: a resource of the program manages it
 * - `claim`: a create works on it
 * - `deleted`: this run deleted it
 */
export type NoteKind = "entry" | "managed" | "claim" | "deleted";

/** Notes about subscriptions that all provider processes of a run know. */
export interface SharedNotes {
  readonly add: (id: string, kind: NoteKind, mark?: string) => void;
  readonly remove: (id: string, kind: NoteKind, mark?: string) => void;
  /** Removes all notes of a subscription. */
  readonly forget: (id: string) => void;
  /** Whether there is a note of this kind, with whatever mark. */
  readonly has: (id: string, kind: NoteKind) => boolean;
}

/** What this process knows of its run. */
export interface RunSources {
  /** The address of the engine that started this process, if one did: the same for all processes of a run. */
  readonly engineAddress: () => string | undefined;
  /** The user of this process. Undefined on Windows. */
  readonly userId: number | undefined;
  readonly processId: number;
  /** Throws if there is no such process, or it isn't this user's. Sends it nothing. */
  readonly probe: (processId: number) => void;
  /** Does something when this process ends. */
  readonly atExit: (act: () => void) => void;
  readonly now: () => Date;
}

const ONLY_OWNER = 0o700;
const OTHERS = 0o077;
/** A folder that is older was left by a run that was killed. */
const STALE_MS = 86_400_000;
const PREFIX = "cybersource-webhooks-";
const FOLDER_FORM = new RegExp(`^${PREFIX}[0-9a-f]{16}$`);

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

const prefixOf = (kind: NoteKind): string => `${kind}-`;
/** The name of a note. A mark comes from the state, where it can be any text. */
const nameOf = (kind: NoteKind, mark: string | undefined): string =>
  `${prefixOf(kind)}${mark === undefined ? "none" : digestOf(mark)}`;

/** The name of the file of a note: whose it is. */
const fileOf = (name: string, processId: number): string => `${name}.${processId}`;
const writerOf = (file: string): number => Number(file.slice(file.lastIndexOf(".") + 1));

/**
 * Notes that the processes of one run share: each provider of a program has a process of its own, and one may be asked to delete
 * what another one manages. They share a folder with a folder for each subscription, whose empty files are the notes. The names
 * are digests of ids and marks, and the number of the process. Notes of a process that is gone don't count: a run that was
 * killed left them, and its engine had the same address. Without an engine, or without such a folder, a process knows only its
 * own notes.
 */
export const createSharedNotes = (sources: RunSources): SharedNotes => {
  const { engineAddress, userId, processId, probe, atExit, now } = sources;
  const own = new Map<string, Set<string>>();
  let isRemovedAtExit = false;
  const folderOf = (): string | undefined => {
    const engine = engineAddress();
    return engine && join(tmpdir(), `${PREFIX}${digestOf(engine).slice(0, 16)}`);
  };
  const isOwn = (folder: string): boolean => isOwnedBy(userId, folder);
  const isRunning = (writer: number): boolean => writer === processId || attempt(() => (probe(writer), true)) === true;

  /** Removes the folders that runs of this user left because they were killed. */
  const removeStale = (): void => {
    const oldest = now().getTime() - STALE_MS;
    for (const name of readdirSync(tmpdir()).filter((each) => FOLDER_FORM.test(each))) {
      const folder = join(tmpdir(), name);
      if (isOwn(folder) && lstatSync(folder).mtimeMs <= oldest) attempt(() => rmSync(folder, { recursive: true }));
    }
  };

  /** Removes the notes of this process. Another one of the run may end later, if Pulumi deletes a provider in it. */
  const withdraw = (folder: string): void => {
    for (const [id, names] of own) {
      const notes = join(folder, digestOf(id));
      for (const name of names) attempt(() => rmSync(join(notes, fileOf(name, processId)), { force: true }));
      attempt(() => rmdirSync(notes));
    }
    attempt(() => rmdirSync(folder));
  };

  const share = (id: string, name: string): void => {
    const folder = folderOf();
    if (folder === undefined) return;
    if (!isRemovedAtExit) attempt(removeStale);
    mkdirSync(folder, { recursive: true, mode: ONLY_OWNER });
    if (!isOwn(folder)) return;
    const notes = join(folder, digestOf(id));
    mkdirSync(notes, { recursive: true, mode: ONLY_OWNER });
    writeFileSync(join(notes, fileOf(name, processId)), "");
    if (isRemovedAtExit) return;
    isRemovedAtExit = true;
    atExit(() => withdraw(folder));
  };
  /** The folder of the notes of a subscription, if it can be believed. */
  const notesOf = (id: string): string | undefined => {
    const folder = folderOf();
    return folder !== undefined && isOwn(folder) ? join(folder, digestOf(id)) : undefined;
  };
  const filesOf = (id: string): readonly string[] => {
    const notes = notesOf(id);
    return notes === undefined || !existsSync(notes) ? [] : readdirSync(notes);
  };
  const shared = (id: string): readonly string[] => filesOf(id).filter((file) => isRunning(writerOf(file)));
  /** @param name undefined for all notes */
  const unshare = (id: string, name?: string): void => {
    const notes = notesOf(id);
    if (notes === undefined) return;
    for (const file of filesOf(id)) if (name === undefined || file.startsWith(`${name}.`)) rmSync(join(notes, file));
  };
  const namesOf = (id: string): readonly string[] => [...(own.get(id) ?? []), ...(attempt(() => shared(id)) ?? [])];

  return {
    add: (id, kind, mark) => {
      const name = nameOf(kind, mark);
      own.set(id, (own.get(id) ?? new Set()).add(name));
      attempt(() => share(id, name));
    },
    remove: (id, kind, mark) => {
      const name = nameOf(kind, mark);
      own.get(id)?.delete(name);
      attempt(() => unshare(id, name));
    },
    forget: (id) => {
      own.delete(id);
      attempt(() => unshare(id));
    },
    has: (id, kind) => namesOf(id).some((name) => name.startsWith(prefixOf(kind))),
  };
};
