import { countsByState, type StatusReport } from "./key-status.js";
import { breaksReceivers } from "./verification-keys-status.js";

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;

/** Which verification keys make receivers reject notifications; undefined if none do. */
export const verificationAlarmText = ({ verificationKeys }: StatusReport): string | undefined => {
  const wrong = verificationKeys.filter(breaksReceivers);
  if (wrong.length === 0) return undefined;
  const names = wrong.map(({ name }) => name).join(", ");
  return `Receivers reject new notifications: the verification keys ${names} lack the current signing key or can't be read.`;
};

/** The number of keys in each state, failures of the next `pulumi up`, and verification keys that need attention. */
export const summaryText = (report: StatusReport): string => {
  const { keys, stackCount } = report;
  const states = countsByState(report)
    .filter(({ number }) => number > 0)
    .map(({ state, number }) => `${number} ${state}`);
  const failing = keys.filter(({ nextUp }) => nextUp.action === "fail").length;
  const failure = failing === 0 ? "" : ` The next pulumi up fails for ${failing}.`;
  const alarm = verificationAlarmText(report);
  return (
    `${count(keys.length, "key")} in ${count(stackCount, "stack")}${keys.length === 0 ? "" : `: ${states.join(", ")}`}.` +
    failure +
    (alarm === undefined ? "" : ` ${alarm}`)
  );
};
