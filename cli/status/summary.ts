import { countsByState, type StatusReport } from "./key-status.js";
import {
  deliversNothing,
  SERVICE_STATUSES,
  type ServiceStatus,
  type SubscriptionStatus,
} from "./subscription-status.js";
import { breaksReceivers } from "./verification-keys-status.js";

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;

/** Which verification keys make receivers reject notifications; undefined if none do. */
export const verificationAlarmText = ({ verificationKeys }: StatusReport): string | undefined => {
  const wrong = verificationKeys.filter(breaksReceivers);
  if (wrong.length === 0) return undefined;
  const names = wrong.map(({ name }) => name).join(", ");
  return `Receivers reject new notifications: the verification keys ${names} lack the current signing key or can't be read.`;
};

/** Which subscriptions deliver nothing until somebody acts; undefined if none. */
export const subscriptionAlarmText = ({ subscriptions }: StatusReport): string | undefined => {
  const stopped = subscriptions.filter(deliversNothing);
  if (stopped.length === 0) return undefined;
  const names = stopped.map(({ name, status }) => `${name} (${status})`).join(", ");
  return `The platform delivers nothing for the subscriptions ${names}.`;
};

/** The number of subscriptions with each status, the most urgent status first. */
export const countsByStatus = (
  subscriptions: readonly SubscriptionStatus[],
): { readonly status: ServiceStatus; readonly number: number }[] =>
  SERVICE_STATUSES.map((status) => ({
    status,
    number: subscriptions.filter((subscription) => subscription.status === status).length,
  })).filter(({ number }) => number > 0);

const keysText = (report: StatusReport): string => {
  const { keys, stackCount } = report;
  const states = countsByState(report)
    .filter(({ number }) => number > 0)
    .map(({ state, number }) => `${number} ${state}`);
  return `${count(keys.length, "key")} in ${count(stackCount, "stack")}${keys.length === 0 ? "" : `: ${states.join(", ")}`}.`;
};

const subscriptionsText = ({ subscriptions }: StatusReport): string[] => {
  if (subscriptions.length === 0) return [];
  const statuses = countsByStatus(subscriptions).map(({ status, number }) => `${number} ${status}`);
  return [`${count(subscriptions.length, "subscription")}: ${statuses.join(", ")}.`];
};

/** How many keys and subscriptions are in each state, failures of the next `pulumi up`, and what needs attention. */
export const summaryText = (report: StatusReport): string => {
  const { keys, subscriptions } = report;
  const failing =
    keys.filter(({ nextUp }) => nextUp.action === "fail").length +
    subscriptions.filter(({ nextUp }) => nextUp === "fail").length;
  const alarms = [verificationAlarmText(report), subscriptionAlarmText(report)];
  return [
    keysText(report),
    ...subscriptionsText(report),
    ...(failing === 0 ? [] : [`The next pulumi up fails for ${failing}.`]),
    ...alarms.filter((alarm) => alarm !== undefined),
  ].join(" ");
};
