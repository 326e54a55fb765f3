/** What the journal keeps of one request: who asked for what and how it ended, and no secret. */
export interface JournalEntry {
  /** The local platform's own time, ISO 8601. */
  at: string;
  method: string;
  path: string;
  action?: string;
  organizationId?: string;
  correlationId?: string;
  senderOrganizationId?: string;
  /** null when the connection was broken before an answer. */
  status: number | null;
  /** The scheme of the credentials that came with the request. */
  authentication: "jwt" | "http-signature" | "none";
  /** Why the request was refused, as a short code. */
  reason?: string;
  faultName?: string;
  /** Whether a key was issued or stored because of this request. */
  keyMade: boolean;
  /** Whether a request for a subscription was put into effect; it changes nothing if it only reads. */
  acted?: boolean;
  /** The fields of keyInformation by name; a value that may be secret is `[withheld]`. */
  bodyFields?: Readonly<Record<string, string>>;
}

/** The part of an entry that is known only once the request has been understood. */
export type JournalDetails = Pick<
  JournalEntry,
  "action" | "organizationId" | "reason" | "faultName" | "keyMade" | "acted" | "bodyFields"
>;

export interface Journal {
  readonly entries: readonly JournalEntry[];
  add(entry: JournalEntry): void;
}

/** A local platform that runs for weeks must not fill its memory with its past. */
const MOST_ENTRIES = 10_000;

/** A journal that tells `onEntry` of each new entry. */
export const createJournal = (onEntry: (entry: JournalEntry) => void): Journal => {
  const entries: JournalEntry[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > MOST_ENTRIES) entries.shift();
      onEntry(entry);
    },
  };
};
