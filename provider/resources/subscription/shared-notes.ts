import { readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "./attempt.js";
import { digestOf } from "./digest.js";
import { createRunFolder, makeFolder } from "./run-folder.js";

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
  /** Whether the processes of the run can read each other's notes. If not, there may be one that `has` doesn't find. */
  readonly canShare: () => boolean;
}

/** What this process knows of its run. */
export interface RunSources {
  /** The address of the engine that started this process, if one did: the same for all processes of a run. */
  readonly engineAddress: () => string | undefined;
  /** The user of this process. Undefined on Windows. */
  readonly userId: number | undefined;
  readonly processId: number;
  /** The process that started this one. */
  readonly parentId: number;
  /** What a process is called while it runs, without a dot. Throws if it doesn't, or isn't this user's. Sends it nothing. */
  readonly nameOf: (processId: number) => string;
  /** Folders in which notes can be kept, best first. They exist, or can't be used. */
  readonly places: () => readonly string[];
  /** Does something when this process ends. */
  readonly atExit: (act: () => void) => void;
  readonly now: () => Date;
}

const prefixOf = (kind: NoteKind): string => `${kind}-`;
/** The name of a note. A mark comes from the state, where it can be any text. */
const nameOf = (kind: NoteKind, mark: string | undefined): string =>
  `${prefixOf(kind)}${mark === undefined ? "none" : digestOf(mark)}`;

const idOf = (processName: string): number => Number(processName.split("-")[0]);

/**
 * Notes that the processes of one run share: each provider of a program has a process of its own, and one may be asked to delete
 * what another one manages. They share a folder with a folder for each subscription, whose empty files are the notes. The names
 * are digests of ids and marks, with the process that wrote them and the one that started it. Without an engine, a process
 * knows only its own notes, and needs no others.
 *
 * A note counts while one of these two processes runs. The one that started a provider is the engine, so that a note stays when
 * its provider is killed, and that of a run that was killed counts no more, although a later engine may have its address. This
 * relies on no process having two engines with one address one after the other. Where a script starts the provider, as it does
 * on Windows and for Pulumi's dynamic providers, it ends with it, and with both ends what they noted.
 */
export const createSharedNotes = (sources: RunSources): SharedNotes => {
  const { processId, parentId, atExit } = sources;
  const own = new Map<string, Set<string>>();
  const folder = createRunFolder(sources);
  let isRemovedAtExit = false;
  let hasFailed = false;
  const nameOfRunning = (id: number): string | undefined => attempt(() => sources.nameOf(id));
  const ownName = nameOfRunning(processId) ?? `${processId}`;
  const parentName = nameOfRunning(parentId);
  const processes = [ownName, ...(parentName === undefined ? [] : [parentName])];

  /** The name of the file of a note: whose it is. */
  const fileOf = (name: string): string => [name, ...processes].join(".");
  const isValid = (file: string): boolean =>
    file
      .split(".")
      .slice(1)
      .some((name) => processes.includes(name) || nameOfRunning(idOf(name)) === name);

  /** Removes the notes of this process. Another one of the run may end later, if Pulumi deletes a provider in it. */
  const withdraw = (from: string): void => {
    for (const [id, names] of own) {
      const notes = join(from, digestOf(id));
      for (const name of names) attempt(() => rmSync(join(notes, fileOf(name)), { force: true }));
      attempt(() => rmdirSync(notes));
    }
    attempt(() => rmdirSync(from));
  };
  const removeAtExit = (): void => {
    if (isRemovedAtExit) return;
    isRemovedAtExit = true;
    atExit(() => folder.found().forEach(withdraw));
  };

  const share = (id: string, name: string): boolean =>
    folder.use((at) => {
      removeAtExit();
      const notes = join(at, digestOf(id));
      makeFolder(notes);
      writeFileSync(join(notes, fileOf(name)), "");
    });
  const filesIn = (notes: string): readonly string[] => {
    try {
      return readdirSync(notes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") hasFailed = true;
      return [];
    }
  };
  /** The files of the notes of a subscription, with their paths. */
  const filesOf = (id: string): { readonly file: string; readonly path: string }[] =>
    folder
      .found()
      .map((at) => join(at, digestOf(id)))
      .flatMap((notes) => filesIn(notes).map((file) => ({ file, path: join(notes, file) })));
  const shared = (id: string): readonly string[] =>
    filesOf(id)
      .map(({ file }) => file)
      .filter(isValid);
  /** @param name undefined for all notes */
  const unshare = (id: string, name?: string): void => {
    for (const { file, path } of filesOf(id)) {
      if (name === undefined || file.startsWith(`${name}.`)) attempt(() => rmSync(path));
    }
  };

  return {
    add: (id, kind, mark) => {
      const name = nameOf(kind, mark);
      own.set(id, (own.get(id) ?? new Set()).add(name));
      if (sources.engineAddress() && !share(id, name)) hasFailed = true;
    },
    remove: (id, kind, mark) => {
      const name = nameOf(kind, mark);
      own.get(id)?.delete(name);
      unshare(id, name);
    },
    forget: (id) => {
      own.delete(id);
      unshare(id);
    },
    has: (id, kind) => [...(own.get(id) ?? []), ...shared(id)].some((name) => name.startsWith(prefixOf(kind))),
    canShare: () => {
      const isUsable = !hasFailed && folder.isUsable();
      if (isUsable && sources.engineAddress()) removeAtExit();
      return isUsable;
    },
  };
};
