import { type Urgency } from "./key-status.js";

/** The status of one WebhookSubscription, as of the last run that read it. Contains no URL beyond its origin. */
export interface SubscriptionStatus {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  readonly urn: string;
  readonly organizationId: string;
  /** Host that holds it. */
  readonly host: string;
  readonly webhookId: string;
  /** Origin of the receiver's URL, or `[secret]`. */
  readonly webhookOrigin: string;
  /** What the platform said: `ACTIVE`, `INACTIVE`, `PENDING_REVIEW`, `BLOCKED`, `SUSPENDED`; anything else is `UNKNOWN`. */
  readonly status: ServiceStatus;
  /** Code of the error because of which the last refresh couldn't read it. */
  readonly readError?: string;
  /** Whether the program wants it to deliver. */
  readonly active: boolean;
  readonly flags: readonly SubscriptionFlag[];
  readonly nextUp: SubscriptionNextUp;
}

export const SERVICE_STATUSES = ["BLOCKED", "SUSPENDED", "UNKNOWN", "INACTIVE", "PENDING_REVIEW", "ACTIVE"] as const;
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];
export type SubscriptionFlag = "protected" | "tainted";

/**
 * What the next `pulumi up` does with the subscription, if neither the program nor the platform has changed anything:
 * nothing, set its status, replace it, or fail because it's protected.
 */
export type SubscriptionNextUp = "keep" | "set-status" | "replace" | "fail";

/** What to do about a subscription: in words, and in a few words for narrow terminals. */
interface ToDo {
  readonly long: string;
  readonly short: string;
}

const UNKNOWN: ToDo = {
  long: "run pulumi refresh --run-program, which reads it. If it stays UNKNOWN, ask the vendor's support",
  short: "refresh",
};

const unread = (code: string): ToDo => ({
  long: `last read failed (${code}): correct that, then run pulumi up`,
  short: "last read failed",
});

/** By status, for subscriptions that the program wants to deliver. */
const WANTED: Readonly<Record<ServiceStatus, ToDo>> = {
  ACTIVE: { long: "nothing", short: "nothing" },
  INACTIVE: { long: "wait for the nightly run, which activates it", short: "wait for the night" },
  PENDING_REVIEW: {
    long: "wait for the platform's review, then for the nightly run, which activates it",
    short: "wait for the review",
  },
  BLOCKED: { long: "change the URL that the platform rejected, and run pulumi up", short: "change its URL" },
  SUSPENDED: {
    long: "fix the receiver, then wait for the nightly run, which activates it",
    short: "fix the receiver",
  },
  UNKNOWN,
};

/** By status, for subscriptions that the program switches off. */
const UNWANTED: Readonly<Record<ServiceStatus, ToDo>> = {
  ACTIVE: { long: "run pulumi up, which switches it off", short: "run pulumi up" },
  INACTIVE: { long: "nothing: the program switches it off", short: "nothing" },
  PENDING_REVIEW: { long: "wait for the platform's review", short: "wait for the review" },
  BLOCKED: { long: "nothing: it delivers nothing, as the program wants it", short: "nothing" },
  SUSPENDED: {
    long: "nothing: the platform activates it if its URL answers, and then pulumi up switches it off",
    short: "nothing",
  },
  UNKNOWN,
};

const BY_NEXT_UP: Readonly<Partial<Record<SubscriptionNextUp, ToDo>>> = {
  replace: { long: "nothing: pulumi up replaces it", short: "nothing" },
  fail: { long: "remove protect: the next pulumi up fails", short: "remove protect" },
};

/** Nothing is delivered until somebody acts, although the program wants deliveries. */
export const deliversNothing = ({ status, active }: SubscriptionStatus): boolean =>
  active && (status === "BLOCKED" || status === "SUSPENDED");

const toDoOf = (subscription: SubscriptionStatus): ToDo => {
  const { status, active, nextUp, readError } = subscription;
  const isUnread = status === "UNKNOWN" && readError !== undefined;
  const byStatus = isUnread ? unread(readError) : (active ? WANTED : UNWANTED)[status];
  return deliversNothing(subscription) ? byStatus : (BY_NEXT_UP[nextUp] ?? byStatus);
};

export const toDoText = (subscription: SubscriptionStatus): string => toDoOf(subscription).long;
export const shortToDoText = (subscription: SubscriptionStatus): string => toDoOf(subscription).short;

/** The status, followed by the flags. */
export const subscriptionStateText = ({ status, flags }: SubscriptionStatus): string => [status, ...flags].join(", ");

export const subscriptionUrgencyOf = (subscription: SubscriptionStatus): Urgency => {
  const { status, active, nextUp } = subscription;
  if (deliversNothing(subscription) || nextUp === "fail") return "alarm";
  return nextUp === "keep" && status === (active ? "ACTIVE" : "INACTIVE") ? "fine" : "attention";
};
