import { countsByState, type StatusReport } from "./key-status.js";
import { isWrong } from "./verification-keys-status.js";

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;

/** What stands beside the keys: nothing where every WebhookVerificationKeys is right. */
export const ringsText = ({ verificationKeys }: StatusReport): string => {
  const wrong = verificationKeys.filter(isWrong);
  if (wrong.length === 0) return "";
  const names = wrong.map(({ name }) => name).join(", ");
  return `The verification keys ${names} lack the key that signs now, or cannot be read: receivers refuse notifications.`;
};

/** How many keys there are, in which states, and what is wrong with the keys to verify with. */
export const summaryText = (report: StatusReport): string => {
  const { keys, stackCount } = report;
  const states = countsByState(report)
    .filter(({ number }) => number > 0)
    .map(({ state, number }) => `${number} ${state}`);
  const failing = keys.filter(({ nextUp }) => nextUp.action === "fail").length;
  const failure = failing === 0 ? "" : ` The next up fails for ${failing}.`;
  const rings = ringsText(report);
  return (
    `${count(keys.length, "key")} in ${count(stackCount, "stack")}${keys.length === 0 ? "" : `: ${states.join(", ")}`}.` +
    failure +
    (rings === "" ? "" : ` ${rings}`)
  );
};
