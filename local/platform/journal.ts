/** The journal's record of one request. It holds no secrets. */
export interface JournalEntry {
  /** The time on the local platform's clock, ISO 8601. */
  at: string;
  method: string;
  path: string;
  action?: string;
  organizationId?: string;
  correlationId?: string;
  senderOrganizationId?: string;
  /** null if the connection was broken before an answer. */
  status: number | null;
  /** The authentication scheme that the request used. */
  authentication: "jwt" | "http-signature" | "none";
  /** Why the request was rejected, as a short code. */
  reason?: string;
  faultName?: string;
  /** Whether this request caused a key to be issued or stored. */
  keyMade: boolean;
  /** Whether a request for a subscription was put into effect; it changes nothing if it only reads. */
  acted?: boolean;
  /** The fields of keyInformation. A value that may be secret is shown as `[withheld]`. */
  bodyFields?: Readonly<Record<string, string>>;
}

/** The part of an entry that is known only after the request has been decoded. */
export type JournalDetails = Pick<
  JournalEntry,
  "action" | "organizationId" | "reason" | "faultName" | "keyMade" | "acted" | "bodyFields"
>;

export interface Journal {
  readonly entries: readonly JournalEntry[];
  add(entry: JournalEntry): void;
}

/** Limits the memory of a local platform that runs for weeks. */
const MAX_ENTRIES = 10_000;

/** Creates a journal that calls `onEntry` with each new entry. */
export const createJournal = (onEntry: (entry: JournalEntry) => void): Journal => {
  const entries: JournalEntry[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > MAX_ENTRIES) entries.shift();
      onEntry(entry);
    },
  };
};
