import { type StatusReport } from "../key-status.js";

/** The report as JSON. Unknown values are null. */
export const renderJson = (report: StatusReport): string => {
  const keys = report.keys.map(({ host = null, daysLeft = null, daysUntilDue = null, ...key }) => ({
    ...key,
    host,
    daysLeft,
    daysUntilDue,
  }));
  const verificationKeys = report.verificationKeys.map(({ earlierKeys = null, ...each }) => ({ ...each, earlierKeys }));
  return `${JSON.stringify({ ...report, keys, verificationKeys }, undefined, 2)}\n`;
};
