import { type KeyStatus, type StatusReport } from "./key-status.js";
import { wrongRingsText } from "./summary.js";

/** Keys that end within so many days, and those of which nobody can tell. */
export const endingWithin = ({ keys }: StatusReport, days: number): KeyStatus[] =>
  keys.filter(({ daysLeft }) => daysLeft === undefined || daysLeft < days);

/** What must not be so, a line each: keys that end within so many days, and verification keys that are not up to date. */
export const alarmsOf = (report: StatusReport, days: number): string[] => {
  const ending = endingWithin(report, days).length;
  const rings = wrongRingsText(report);
  return [
    ...(ending === 0 ? [] : [`${ending} of ${report.keys.length} keys expire within ${days} days, or nobody can tell`]),
    ...(rings === undefined ? [] : [rings]),
  ];
};
