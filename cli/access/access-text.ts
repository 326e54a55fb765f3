import { type AccessCheck, type AccessReport } from "./access-report.js";

const WORDS: Readonly<Record<AccessCheck["verdict"], string>> = {
  ok: "ok",
  warning: "warning",
  failed: "FAILED",
  unknown: "-",
};

const titleOf = ({ connection, organizationId, host }: AccessReport): string =>
  [
    `Connection "${connection}"`,
    ...(organizationId === undefined ? [] : [`organization ${organizationId}`]),
    ...(host === undefined ? [] : [`at ${host}`]),
  ].join(", ");

const lineOf = ({ name, verdict, meaning }: AccessCheck): string =>
  `  ${WORDS[verdict].padEnd("warning".length)}  ${name.padEnd("organization".length)}  ${meaning}`;

/** The reports as text, with one line for each check. */
export const accessText = (reports: readonly AccessReport[]): string =>
  reports.map((report) => [titleOf(report), ...report.checks.map(lineOf), ""].join("\n")).join("\n");
