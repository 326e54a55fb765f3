import { type KeyStatus, type StatusReport } from "./key-status.js";
import { subscriptionAlarmText, verificationAlarmText } from "./summary.js";

/** Keys that expire within the given number of days, and keys with an unreadable date. */
export const endingWithin = ({ keys }: StatusReport, days: number): KeyStatus[] =>
  keys.filter(({ daysLeft }) => daysLeft === undefined || daysLeft < days);

/** The reasons why `--fail-in` fails, one per line. */
export const alarmsOf = (report: StatusReport, days: number): string[] => {
  const ending = endingWithin(report, days).length;
  const alarms = [verificationAlarmText(report), subscriptionAlarmText(report)];
  return [
    ...(ending === 0
      ? []
      : [
          `${ending} of ${report.keys.length} keys ${ending === 1 ? "expires" : "expire"} within ${days} days or ${ending === 1 ? "has" : "have"} an unreadable date`,
        ]),
    ...alarms.filter((alarm) => alarm !== undefined),
  ];
};
