import { validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";

const isHeader = ([name, value]: [string, string]): boolean => {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
};

const headers = z
  .record(z.string(), z.string())
  .refine((record) => Object.entries(record).every(isHeader), "not a header name and value");
/** A dotted path to a field. No name begins with an underscore, so that a path can't reach a prototype. */
const path = z.string().regex(/^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/, "not a dotted path of field names");
const delayMs = z.number().min(0).max(600_000);
/** Whether the local platform carries out the request. If so, a key exists even if the answer is lost. */
const made = z.boolean();

/** A fault: what goes wrong with the answer to a request. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** A different answer: any status, headers (such as Retry-After) and body, which may be binary. */
  z.strictObject({
    kind: z.literal("answer"),
    made,
    status: z.int().min(200).max(599),
    headers: headers.optional(),
    body: z.string().optional(),
    bodyBase64: z.base64().optional(),
  }),
  /** The real answer with fields changed, added or removed. A dotted path names a field. */
  z.strictObject({
    kind: z.literal("edit"),
    made,
    set: z.record(path, z.json()).optional(),
    omit: z.array(path).optional(),
  }),
  /** The real answer, delayed before its headers, in the middle of its body, or both. */
  z.strictObject({
    kind: z.literal("delay"),
    made,
    beforeHeadersMs: delayMs.optional(),
    insideBodyMs: delayMs.optional(),
  }),
  /** A broken connection: before the answer, or after this number of bytes of its body. */
  z.strictObject({ kind: z.literal("reset"), made, afterBytes: z.int().min(0).optional() }),
  /** The first bytes of the real body, sent as if they were the whole body. */
  z.strictObject({ kind: z.literal("truncate"), made, bytes: z.int().min(0) }),
  /** The real body followed by white space, optionally compressed with gzip. */
  z.strictObject({ kind: z.literal("pad"), made, megabytes: z.int().min(1).max(256), gzip: z.boolean().optional() }),
  /** The real answer with one field replaced by nested lists. */
  z.strictObject({ kind: z.literal("nest"), made, path, depth: z.int().min(1).max(1_000_000) }),
  /** The real answer byte by byte, followed by white space that never ends. */
  z.strictObject({ kind: z.literal("drip"), made, everyMs: z.number().min(1).max(600_000) }),
  /** Any text instead of an HTTP answer. With `everyMs`, it is sent repeatedly. */
  z.strictObject({
    kind: z.literal("raw"),
    made,
    text: z.string(),
    everyMs: z.number().min(1).max(600_000).optional(),
  }),
  /** A status without a body. The real answer follows when the next request arrives on the same connection. */
  z.strictObject({ kind: z.literal("late"), made, status: z.int().min(200).max(599) }),
]);

export type Fault = z.infer<typeof faultSchema>;

/** How many requests a fault applies to. */
export type FaultTimes = number | "always";

/** The requests that a fault applies to, all by default. */
export interface FaultTarget {
  organizationId?: string | undefined;
  /** The action in the journal, such as `CREATE_SUBSCRIPTION`; all by default. */
  action?: string | undefined;
  /** How many of these requests succeed before the fault begins. */
  after?: number | undefined;
}

/** The queued faults, oldest first. */
export interface FaultQueue {
  add(fault: Fault, times: FaultTimes, target?: FaultTarget): void;
  /** Removes and returns the fault for the next request of an organization, if one is queued. */
  take(organizationId: string, action?: string): Fault | undefined;
  /** Removes the faults of one organization, or all. */
  clear(organizationId?: string): void;
}

export const createFaultQueue = (): FaultQueue => {
  let queue: {
    fault: Fault;
    remaining: number;
    after: number;
    organizationId: string | undefined;
    action: string | undefined;
  }[] = [];
  return {
    add(fault, times, { organizationId, action, after = 0 } = {}) {
      queue.push({ fault, remaining: times === "always" ? Infinity : times, after, organizationId, action });
    },
    take(organizationId, action) {
      const first = queue.find(
        (entry) =>
          (entry.organizationId === undefined || entry.organizationId === organizationId) &&
          (entry.action === undefined || entry.action === action),
      );
      if (first === undefined) return undefined;
      if (first.after > 0) {
        first.after -= 1;
        return undefined;
      }
      first.remaining -= 1;
      if (first.remaining <= 0) queue = queue.filter((entry) => entry !== first);
      return first.fault;
    },
    clear(organizationId) {
      queue = organizationId === undefined ? [] : queue.filter((entry) => entry.organizationId !== organizationId);
    },
  };
};
