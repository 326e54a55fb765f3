import { isDeepStrictEqual } from "node:util";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { createResourceSite, inputs, type ResourceSite } from "../support/subscription-site.js";
import { type Operation, type SubscriptionEffect, type SubscriptionFault } from "./subscription-fault.js";

/** A shorter time limit for attempts than in production. */
const SHORT_TIMEOUT_MS = 1_000;

/** The observed effect of a fault. */
export interface SubscriptionObservation extends SubscriptionEffect {
  /** The message that the user sees, or an empty string without an error. */
  readonly text: string;
  /** Whether service and state have the one subscription that the program describes, or after destroy none. */
  readonly isInStepAtTheEnd: boolean;
}

export interface ObservedSubscription {
  readonly fault: SubscriptionFault;
  readonly observation: SubscriptionObservation;
}

const WARNED = "warning: ";

type Properties = Readonly<Record<string, unknown>>;
type Held = ReturnType<Platform["subscriptions"]>;

const failureOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => "",
    (error: unknown) => String(Reflect.get(error as object, "message")),
  );

const atServiceOf = (before: Held, after: Held): SubscriptionEffect["atService"] => {
  if (before.length === 0) return after.length === 0 ? "none" : "created";
  if (after.length === 0) return "deleted";
  return isDeepStrictEqual(before, after) ? "as before" : "changed";
};

/** A resource, as a run drives it. */
export type ObservedSite = Pick<ResourceSite, "told" | "restart" | "state" | "up" | "refresh" | "destroy">;

/** What meets a fault. @param organizationId begins the correlation ids of its requests, where those can be chosen */
export type CreateSite = (
  platform: Platform,
  organizationId: string,
  fault: SubscriptionFault,
) => Promise<ObservedSite>;

const throughHandlers: CreateSite = async (platform, organizationId, { isTimedOut }) =>
  createResourceSite(
    platform.origin,
    {},
    isTimedOut ? { attemptTimeoutMs: SHORT_TIMEOUT_MS } : {},
    `${organizationId}-site`,
  );

const inStateOf = (before: unknown, { state }: ObservedSite): SubscriptionEffect["inState"] => {
  const after = state();
  if (after === undefined) return "none";
  if (after.isHalfMade) return "half-made";
  if (after.outputs["readError"] !== undefined) return "with readError";
  return isDeepStrictEqual(after, before) ? "as before" : "new";
};

/** What the program says before and in the run. */
const programsOf = (
  operation: Operation,
  common: Properties,
  webhookId: string,
): { before: Properties; now: Properties } => {
  if (operation === "adopt") return { before: common, now: { ...common, adopt: webhookId } };
  if (operation === "update")
    return { before: { ...common, active: false }, now: { ...common, description: "changed" } };
  return { before: common, now: common };
};

/** Lets a run meet a fault, and runs again without it. */
const observe = async (
  fault: SubscriptionFault,
  platform: Platform,
  organizationId: string,
  createSite: CreateSite,
): Promise<SubscriptionObservation> => {
  const { operation, request, after } = fault;
  const held = (): Held => structuredClone(platform.subscriptions(organizationId));
  const common = { ...inputs, organizationId };
  const site = await createSite(platform, organizationId, fault);

  if (operation === "adopt") await createResourceSite(platform.origin).up({ ...common, __ownName: "another" });
  const { before, now } = programsOf(operation, common, held()[0]?.webhookId ?? "");
  if (operation !== "create" && operation !== "adopt") await site.up(before);

  const run = (): Promise<unknown> => {
    if (operation === "refresh") return site.refresh();
    return operation === "destroy" ? site.destroy() : site.up(now);
  };
  const [heldBefore, stateBefore, sentBefore] = [held(), site.state(), platform.journal.length];
  platform.fault(fault.fault, fault.times, { organizationId, action: request, after });
  const failure = await failureOf(run());
  // A refresh that can't read a subscription doesn't fail, and warns.
  const warning = site.told.find((line) => line.startsWith(`${WARNED}ERR_`)) ?? "";
  const text = failure === "" && operation === "refresh" ? warning.slice(WARNED.length) : failure;
  const entries = platform.journal.slice(sentBefore).filter(({ action }) => action === request);
  const own = entries.filter((entry) => entry.organizationId === organizationId);
  // A request that is sent again keeps its correlation id. The service no longer knows whose subscription a DELETE deleted.
  const idWithFault = [...new Set(own.map(({ correlationId }) => correlationId))][after];
  const seen = {
    text,
    outcome: /^ERR_\w+/.exec(text)?.[0] ?? (text === "" ? "done" : text),
    sent: entries.filter(({ correlationId }) => correlationId === idWithFault).length,
    atService: atServiceOf(heldBefore, held()),
    inState: inStateOf(stateBefore, site),
  };

  platform.clearFaults(organizationId);
  site.restart();
  const nextRun = await observeNext(site, operation, now);
  const [last, ...others] = held();
  const isGone = last === undefined && site.state() === undefined;
  const isAsSaid =
    others.length === 0 &&
    last?.webhookId === site.state()?.id &&
    last?.status === "ACTIVE" &&
    last.description === (now["description"] ?? last.description);
  return { ...seen, nextRun, isInStepAtTheEnd: operation === "destroy" ? isGone : isAsSaid };
};

/** What the next run does. */
const observeNext = async (
  site: ObservedSite,
  operation: Operation,
  now: Properties,
): Promise<SubscriptionEffect["nextRun"]> => {
  const held = site.state();
  if (operation === "destroy") {
    await site.destroy();
    return held === undefined ? "changes nothing" : "deletes it";
  }
  const steps = await site.up(now);
  if (steps.length === 0) return "changes nothing";
  if (held === undefined) return operation === "adopt" ? "adopts it" : "creates it";
  if (operation === "refresh") return "reads it";
  return held.isHalfMade ? "finishes it" : "changes it";
};

/** How many faults are met at the same time: more would make attempts time out on a busy machine. */
const AT_ONCE = 8;

/** Observes all faults, each for its own organization. */
export const observeSubscriptionFaults = async (
  faults: readonly SubscriptionFault[],
  createSite: CreateSite = throughHandlers,
): Promise<readonly ObservedSubscription[]> => {
  const platform = await startPlatform({ subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } });
  try {
    const observed: ObservedSubscription[] = [];
    const meet = async (fault: SubscriptionFault): Promise<void> => {
      const index = faults.indexOf(fault);
      observed[index] = { fault, observation: await observe(fault, platform, `fault-${index}`, createSite) };
    };
    const waiting = faults.filter(({ isTimedOut }) => !isTimedOut);
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await meet(next);
    });
    await Promise.all(workers);
    await Promise.all(faults.filter(({ isTimedOut }) => isTimedOut).map(meet));
    return observed;
  } finally {
    await platform.close();
  }
};
