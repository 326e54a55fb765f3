import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { systemErrorCode } from "../system-error.js";
import { type EncryptionKey, encryptionKeySchema } from "./encryption/encryption-key.js";
import { type IssuedKey, issuedKeySchema } from "./issued-key.js";
import { readJson } from "../json-text.js";
import { type Subscription, subscriptionSchema } from "./subscriptions/subscription.js";

const fileSchema = z.strictObject({
  version: z.literal(1),
  keys: z.array(issuedKeySchema),
  /** Only where there are any: older files have none. */
  subscriptions: z.array(subscriptionSchema).optional(),
  replacedCredentials: z.array(issuedKeySchema).optional(),
  encryptionKeys: z.array(encryptionKeySchema).optional(),
});

/** What the local platform holds, oldest first. */
export interface StateContent {
  readonly keys: readonly IssuedKey[];
  readonly subscriptions: readonly Subscription[];
  /** OAuth credentials that a later STORE replaced: subscriptions may still name them. */
  readonly replacedCredentials: readonly IssuedKey[];
  readonly encryptionKeys: readonly EncryptionKey[];
}

const NOTHING: StateContent = { keys: [], subscriptions: [], replacedCredentials: [], encryptionKeys: [] };

/** What survives a restart. */
export interface StateFile {
  content(): StateContent;
  save(changes: Partial<StateContent>): void;
}

const isNotThere = (error: unknown): boolean => systemErrorCode(error) === "ENOENT";

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
};

const read = (path: string): StateContent => {
  const text = textOf(path);
  if (text === undefined) return NOTHING;
  const decoded = fileSchema.safeParse(readJson(text));
  // Without a cause: zod's error would quote parts of a file that holds secrets.
  if (!decoded.success)
    throw new Error(`${path} is not a state file of the local platform; use another file or delete it`);
  const { keys, subscriptions = [], replacedCredentials = [], encryptionKeys = [] } = decoded.data;
  return { keys, subscriptions, replacedCredentials, encryptionKeys };
};

/** Replaces the state file in one step: after a crash it is the old one or the new one. Only the owner can read it. */
const write = (path: string, { keys, ...others }: StateContent): void => {
  const scratch = `${path}.${process.pid}.tmp`;
  rmSync(scratch, { force: true });
  const content = {
    version: 1,
    keys,
    ...Object.fromEntries(Object.entries(others).filter(([, held]) => held.length > 0)),
  };
  writeFileSync(scratch, JSON.stringify(content), { mode: 0o600, flag: "wx" });
  renameSync(scratch, path);
};

/** Opens a state file, or keeps everything in memory if there is no path. A file that doesn't exist counts as empty. */
export const openStateFile = (path: string | undefined): StateFile => {
  let content = path === undefined ? NOTHING : read(path);
  return {
    content: () => content,
    save(changes) {
      const next = { ...content, ...changes };
      if (path !== undefined) write(path, next);
      content = next;
    },
  };
};
