import { type StatusReport } from "../key-status.js";

/** The report for programs. A field that is not known is null. */
export const renderJson = (report: StatusReport): string => {
  const keys = report.keys.map(({ host = null, daysLeft = null, daysUntilDue = null, ...key }) => ({
    ...key,
    host,
    daysLeft,
    daysUntilDue,
  }));
  const verificationKeys = report.verificationKeys.map(({ earlierKeys = null, ...ring }) => ({ ...ring, earlierKeys }));
  return `${JSON.stringify({ ...report, keys, verificationKeys }, undefined, 2)}\n`;
};
