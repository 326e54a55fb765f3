import { type Fault as PlatformFault } from "../../local/platform/fault.js";

/** The runs that send requests about a subscription. */
export type Operation = "create" | "adopt" | "refresh" | "update" | "destroy";

/** The requests of a run, as the local platform's journal names them, and as the page does. */
export const REQUESTS = {
  LIST_SUBSCRIPTIONS: "list",
  CREATE_SUBSCRIPTION: "POST",
  READ_SUBSCRIPTION: "GET",
  CHANGE_SUBSCRIPTION: "PATCH",
  SET_STATUS: "PUT status",
  DELETE_SUBSCRIPTION: "DELETE",
} as const;

export type RequestName = keyof typeof REQUESTS;

/** What a run came to. */
export interface Reaction {
  /** `done`, or the error code. */
  readonly outcome: string;
  /** How often the request with the fault was sent. */
  readonly sent: number;
}

/** What a fault leads to. */
export interface SubscriptionEffect extends Reaction {
  /** The subscriptions of the organization right after the run, compared with those before it. */
  readonly atService: "none" | "as before" | "created" | "changed" | "deleted";
  readonly inState: "none" | "half-made" | "as before" | "with readError" | "new";
  /** What the next `up` does without the fault, or the next destroy. */
  readonly nextRun:
    | "creates it"
    | "finishes it"
    | "adopts it"
    | "changes it"
    | "deletes it"
    | "reads it"
    | "changes nothing";
}

/** A fault of one request of one run. */
export interface SubscriptionFault {
  readonly name: string;
  readonly operation: Operation;
  readonly request: RequestName;
  readonly fault: PlatformFault;
  readonly times: number | "always";
  /** How many of these requests are answered before the fault begins. */
  readonly after: number;
  /** Whether the fault lasts as long as an attempt may take. */
  readonly isTimedOut: boolean;
  readonly expected: SubscriptionEffect;
  /** A part of the message that the user sees. */
  readonly says: RegExp;
}

/** A fault, and how the requests react to it. */
export interface FaultKind {
  readonly name: string;
  readonly fault: PlatformFault;
  readonly times: number | "always";
  /** The reaction of requests that may be sent twice: all but POST. */
  readonly repeated: Reaction;
  readonly post: Reaction;
  /** Requests that react otherwise. */
  readonly otherwise?: Partial<Record<RequestName, Reaction>>;
  readonly isTimedOut?: boolean;
  /** What the error says: of every request, or of each. */
  readonly says?: RegExp | Readonly<Record<RequestName, RegExp>>;
}

export const done = (sent = 1): Reaction => ({ outcome: "done", sent });
export const fails = (code: string, sent = 1): Reaction => ({ outcome: code, sent });

type Aftermath = Pick<SubscriptionEffect, "atService" | "inState" | "nextRun">;

/** A request of a run, and what is true after the run failed there. */
interface Step {
  readonly request: RequestName;
  /** 1 for the second of these requests in the run. */
  readonly after?: number;
  readonly failed: Aftermath;
  /** What is true if the request took effect although it failed. */
  readonly acted?: Aftermath;
}

const NOTHING: Aftermath = { atService: "none", inState: "none", nextRun: "creates it" };
const HALF_MADE: Aftermath = { atService: "created", inState: "half-made", nextRun: "finishes it" };
const UNREAD: Aftermath = { atService: "as before", inState: "with readError", nextRun: "reads it" };
const UNCHANGED: Aftermath = { atService: "as before", inState: "as before", nextRun: "changes it" };
const CHANGED: Aftermath = { atService: "changed", inState: "as before", nextRun: "changes it" };

/** The requests of each run in order. */
const STEPS: Readonly<Record<Operation, { readonly steps: readonly Step[]; readonly done: Aftermath }>> = {
  create: {
    steps: [
      { request: "LIST_SUBSCRIPTIONS", failed: NOTHING },
      { request: "CREATE_SUBSCRIPTION", failed: NOTHING },
      { request: "SET_STATUS", failed: HALF_MADE },
      { request: "READ_SUBSCRIPTION", failed: HALF_MADE },
    ],
    done: { atService: "created", inState: "new", nextRun: "changes nothing" },
  },
  adopt: {
    steps: [
      { request: "READ_SUBSCRIPTION", failed: { atService: "as before", inState: "none", nextRun: "adopts it" } },
    ],
    done: { atService: "as before", inState: "new", nextRun: "changes nothing" },
  },
  refresh: {
    steps: [{ request: "READ_SUBSCRIPTION", failed: UNREAD }],
    done: { atService: "as before", inState: "as before", nextRun: "changes nothing" },
  },
  update: {
    steps: [
      { request: "READ_SUBSCRIPTION", failed: UNCHANGED },
      { request: "CHANGE_SUBSCRIPTION", failed: UNCHANGED, acted: CHANGED },
      { request: "SET_STATUS", failed: CHANGED },
      { request: "READ_SUBSCRIPTION", after: 1, failed: CHANGED },
    ],
    done: { atService: "changed", inState: "new", nextRun: "changes nothing" },
  },
  destroy: {
    steps: [
      {
        request: "DELETE_SUBSCRIPTION",
        failed: { atService: "as before", inState: "as before", nextRun: "deletes it" },
        acted: { atService: "deleted", inState: "as before", nextRun: "deletes it" },
      },
    ],
    done: { atService: "deleted", inState: "none", nextRun: "changes nothing" },
  },
};

const aftermathOf = (operation: Operation, { failed, acted }: Step, { outcome }: Reaction, isMade: boolean) => {
  if (outcome === "done") return STEPS[operation].done;
  return isMade ? (acted ?? failed) : failed;
};

const saysOf = ({ says = /^ERR_/ }: FaultKind, request: RequestName): RegExp =>
  says instanceof RegExp ? says : says[request];

/** The fault at each request of each run. */
export const atEachRequest = (kind: FaultKind): SubscriptionFault[] =>
  (Object.keys(STEPS) as Operation[]).flatMap((operation) =>
    STEPS[operation].steps.map((step) => {
      const { request, after = 0 } = step;
      const usual = request === "CREATE_SUBSCRIPTION" ? kind.post : kind.repeated;
      const reaction = kind.otherwise?.[request] ?? usual;
      return {
        ...kind,
        operation,
        request,
        after,
        isTimedOut: kind.isTimedOut ?? false,
        says: reaction.outcome === "done" ? /^$/ : saysOf(kind, request),
        expected: { ...reaction, ...aftermathOf(operation, step, reaction, kind.fault.made) },
      };
    }),
  );
