import { countsByState, type StatusReport } from "./key-status.js";
import { isWrong } from "./verification-keys-status.js";

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;

/** What is wrong with the keys to verify with; undefined where nothing is. */
export const wrongRingsText = ({ verificationKeys }: StatusReport): string | undefined => {
  const wrong = verificationKeys.filter(isWrong);
  if (wrong.length === 0) return undefined;
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
  const rings = wrongRingsText(report);
  return (
    `${count(keys.length, "key")} in ${count(stackCount, "stack")}${keys.length === 0 ? "" : `: ${states.join(", ")}`}.` +
    failure +
    (rings === undefined ? "" : ` ${rings}`)
  );
};
