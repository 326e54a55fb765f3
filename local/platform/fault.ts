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
/** A dotted path to a field; no name begins with an underscore, so none reaches a prototype. */
const path = z.string().regex(/^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/, "not a dotted path of field names");
const delayMs = z.number().min(0).max(600_000);
/** Whether the request is acted on behind the fault: with true, a lost answer leaves a key behind. */
const made = z.boolean();

/** Everything that can go wrong with one request, as data. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** Another answer: any status, headers (Retry-After, Location, Content-Type) and body, also one that is not text. */
  z.strictObject({
    kind: z.literal("answer"),
    made,
    status: z.int().min(200).max(599),
    headers: headers.optional(),
    body: z.string().optional(),
    bodyBase64: z.base64().optional(),
  }),
  /** The true answer with fields changed, added or left out; a field is named by its dotted path. */
  z.strictObject({
    kind: z.literal("edit"),
    made,
    set: z.record(path, z.json()).optional(),
    omit: z.array(path).optional(),
  }),
  /** The true answer, late: before its headers, in the middle of its body, or both. */
  z.strictObject({
    kind: z.literal("delay"),
    made,
    beforeHeadersMs: delayMs.optional(),
    insideBodyMs: delayMs.optional(),
  }),
  /** The connection breaks: before the answer, or after so many bytes of its body. */
  z.strictObject({ kind: z.literal("reset"), made, afterBytes: z.int().min(0).optional() }),
  /** The first bytes of the true body, as if they were all of it. */
  z.strictObject({ kind: z.literal("truncate"), made, bytes: z.int().min(0) }),
  /** The true body with white space behind it, compressed with gzip where asked. */
  z.strictObject({ kind: z.literal("pad"), made, megabytes: z.int().min(1).max(256), gzip: z.boolean().optional() }),
  /** The true answer with one field replaced by lists in lists. */
  z.strictObject({ kind: z.literal("nest"), made, path, depth: z.int().min(1).max(1_000_000) }),
  /** The true answer byte by byte, and white space for ever after. */
  z.strictObject({ kind: z.literal("drip"), made, everyMs: z.number().min(1).max(600_000) }),
  /** Text on the connection in place of an answer, which need not be HTTP; again and again where a time is given. */
  z.strictObject({
    kind: z.literal("raw"),
    made,
    text: z.string(),
    everyMs: z.number().min(1).max(600_000).optional(),
  }),
  /** A status without a body; the true answer follows on the same connection once another request comes on it. */
  z.strictObject({ kind: z.literal("late"), made, status: z.int().min(200).max(599) }),
]);

export type Fault = z.infer<typeof faultSchema>;

/** For how many requests a fault lasts. */
export type FaultTimes = number | "always";

/** Which requests a fault is for; all of them by default. */
export interface FaultTarget {
  organizationId?: string | undefined;
  /** The action in the journal, such as `CREATE_SUBSCRIPTION`; all by default. */
  action?: string | undefined;
  /** How many of these requests pass before the fault begins. */
  after?: number | undefined;
}

/** The faults still to come, oldest first. */
export interface FaultQueue {
  add(fault: Fault, times: FaultTimes, target?: FaultTarget): void;
  /** The fault for the next request of an organization, if there is one. */
  take(organizationId: string, action?: string): Fault | undefined;
  /** Drops the faults of one organization, or all. */
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
