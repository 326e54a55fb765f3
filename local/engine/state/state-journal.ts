import { z } from "zod";
import { EngineError } from "../errors.js";
import { readJson } from "../../json-text.js";

/**
 * The changes from one list to another: removed items by their old index, inserted and changed items by their new one.
 */
export interface ListChanges<T> {
  readonly removed: readonly number[];
  readonly inserted: readonly (readonly [place: number, item: T])[];
  readonly changed: readonly (readonly [place: number, item: T])[];
}

/** One line of a journal: the changes of one write to a stored deployment. */
export interface JournalEntry {
  readonly resources: ListChanges<unknown>;
  readonly pending_operations: ListChanges<unknown>;
}

/** Compares two lists that hold the same objects in the same order. An object has changed if it is in `touched`. */
export const listChanges = <T>(before: readonly T[], after: readonly T[], touched: ReadonlySet<T>): ListChanges<T> => {
  const known = new Set(before);
  const left = new Set(after);
  const places = after.map((item, place) => [place, item] as const);
  return {
    removed: before.flatMap((item, place) => (left.has(item) ? [] : [place])),
    inserted: places.filter(([, item]) => !known.has(item)),
    changed: places.filter(([, item]) => known.has(item) && touched.has(item)),
  };
};

/** The same changes, with each item mapped. */
export const mapChanges = <T, U>(
  { removed, inserted, changed }: ListChanges<T>,
  map: (item: T) => U,
): ListChanges<U> => ({
  removed,
  inserted: inserted.map(([place, item]) => [place, map(item)]),
  changed: changed.map(([place, item]) => [place, map(item)]),
});

const place = z.int().min(0);
const changesSchema = z.strictObject({
  removed: z.array(place),
  inserted: z.array(z.tuple([place, z.unknown()])),
  changed: z.array(z.tuple([place, z.unknown()])),
});
const entrySchema = z.strictObject({ resources: changesSchema, pending_operations: changesSchema });
const headerSchema = z.strictObject({ base: z.string() });
const deploymentSchema = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(z.unknown()).nullish(),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});

const applied = (list: readonly unknown[], { removed, inserted, changed }: ListChanges<unknown>): unknown[] => {
  const removedIndexes = new Set(removed);
  const result = list.filter((_, index) => !removedIndexes.has(index));
  for (const [at, item] of inserted) result.splice(at, 0, item);
  for (const [at, item] of changed) result[at] = item;
  return result;
};

/** The first line of a journal: the digest of the state that its changes apply to. */
export const journalHeader = (base: string): string => `${JSON.stringify({ base })}\n`;

export const journalLine = (entry: JournalEntry): string => `${JSON.stringify(entry)}\n`;

/**
 * Applies the changes of a journal to its state. A journal of an older state is ignored. If a crash cut off the last
 * line, that write had not succeeded, so the line is ignored too.
 */
export const replayJournal = (state: unknown, base: string, file: string, text: string): unknown => {
  const damaged = new EngineError(
    "ERR_ENGINE_STATE",
    `${file} is damaged, so the last changes of the run that wrote it are unknown. If you delete the file, the state is the one before that run`,
  );
  const lines = text.split("\n").slice(0, -1);
  const parsed = lines.map(readJson);
  if (parsed.includes(undefined)) throw damaged;
  const [header, ...entries] = parsed;
  if (header === undefined || headerSchema.safeParse(header).data?.base !== base) return state;
  const checked = deploymentSchema.safeParse(state);
  const changes = z.array(entrySchema).safeParse(entries);
  if (!checked.success || !changes.success) throw damaged;
  const { resources, pending_operations, ...others } = checked.data.deployment;
  const lists = { resources: resources ?? [], pending_operations: pending_operations ?? [] };
  for (const entry of changes.data) {
    lists.resources = applied(lists.resources, entry.resources);
    lists.pending_operations = applied(lists.pending_operations, entry.pending_operations);
  }
  const filled = Object.entries(lists).filter(([, list]) => list.length > 0);
  return { ...checked.data, deployment: { ...others, ...Object.fromEntries(filled) } };
};
