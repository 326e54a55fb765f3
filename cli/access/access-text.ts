import { type AccessCheck, type AccessReport } from "./access-report.js";
import { placeTitle } from "./place-title.js";

const WORDS: Readonly<Record<AccessCheck["verdict"], string>> = {
  ok: "ok",
  warning: "warning",
  failed: "FAILED",
  unknown: "-",
};

const lineOf = ({ name, verdict, meaning }: AccessCheck): string =>
  `  ${WORDS[verdict].padEnd("warning".length)}  ${name.padEnd("organization".length)}  ${meaning}`;

/** The reports as text, with one line for each check. */
export const accessText = (reports: readonly AccessReport[]): string =>
  reports.map((report) => [placeTitle(report), ...report.checks.map(lineOf), ""].join("\n")).join("\n");
