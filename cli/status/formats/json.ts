import { type StatusReport } from "../key-status.js";
import { toDoText } from "../subscription-status.js";

/** The report as JSON. Unknown values are null. */
export const renderJson = (report: StatusReport): string => {
  const keys = report.keys.map(({ host = null, daysLeft = null, daysUntilDue = null, ...key }) => ({
    ...key,
    host,
    daysLeft,
    daysUntilDue,
  }));
  const verificationKeys = report.verificationKeys.map(({ earlierKeys = null, ...each }) => ({ ...each, earlierKeys }));
  const subscriptions = report.subscriptions.map((each) => ({ ...each, toDo: toDoText(each) }));
  return `${JSON.stringify({ ...report, keys, verificationKeys, subscriptions }, undefined, 2)}\n`;
};
