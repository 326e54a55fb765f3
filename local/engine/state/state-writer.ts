import { type Deployment, type PendingOperation, type Snapshot } from "./deployment.js";
import type { ResourceState } from "./resource-state.js";
import { type JournalEntry, type ListChanges, listChanges, mapChanges } from "./state-journal.js";
import type { StateStore } from "./state-store.js";

/** Stores the snapshots of a run. */
export interface StateWriter {
  /** Stores a snapshot. `touched` are the resources that may have changed since the previous one. */
  readonly save: (snapshot: Snapshot, touched: ReadonlySet<ResourceState>) => Promise<void>;
  /** Writes the last snapshot to the state file, if it is only in the journal. */
  readonly finish: () => Promise<void>;
}

export interface StateCodec {
  readonly snapshot: (snapshot: Snapshot) => Deployment;
  readonly resource: (resource: ResourceState) => unknown;
}

const countOf = ({ removed, inserted, changed }: ListChanges<unknown>): number =>
  removed.length + inserted.length + changed.length;

/**
 * Writes changes to the journal, and the whole state only if the changes aren't much shorter. Otherwise a run would
 * write every resource at every step.
 */
export const createStateWriter = (store: Pick<StateStore, "write" | "append">, codec: StateCodec): StateWriter => {
  let last: Snapshot | undefined;
  /** Whether the state file holds the last snapshot without the journal. */
  let isWhole = true;
  /** Whether the next write must be a whole state: nothing is written yet, or the last append failed. */
  let mustReplace = true;

  const replace = async (snapshot: Snapshot): Promise<void> => {
    await store.write(codec.snapshot(snapshot));
    isWhole = true;
    mustReplace = false;
  };

  const append = async (entry: JournalEntry): Promise<void> => {
    isWhole = false;
    mustReplace = true;
    await store.append(entry);
    mustReplace = false;
  };

  const encodePending = ({ type, resource }: PendingOperation): unknown => ({
    resource: codec.resource(resource),
    type,
  });

  return {
    save: async (snapshot, touched) => {
      const before = last;
      last = snapshot;
      if (before === undefined || mustReplace) return replace(snapshot);
      const resources = listChanges(before.resources, snapshot.resources, touched);
      const pending = listChanges(before.pendingOperations, snapshot.pendingOperations, new Set());
      if (2 * (countOf(resources) + countOf(pending)) > snapshot.resources.length) return replace(snapshot);
      return append({
        resources: mapChanges(resources, codec.resource),
        pending_operations: mapChanges(pending, encodePending),
      });
    },

    finish: async () => {
      if (last !== undefined && !isWhole) await replace(last);
    },
  };
};
