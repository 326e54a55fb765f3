import { type TokenEndpointCheck, type TokenEndpointReport } from "../testing/token-endpoint-report.js";

type Verdict = "ok" | "warning" | "FAILED";

const verdictOf = ({ ok, required }: TokenEndpointCheck): Verdict => (ok ? "ok" : required ? "FAILED" : "warning");

/** The report as text: one line for each check, then how many there are of each verdict. */
export const reportText = ({ checks }: TokenEndpointReport): string => {
  const nameWidth = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map((check) => {
    const reference = check.ok ? "" : ` See ${check.reference}.`;
    return `${verdictOf(check).padEnd("warning".length)}  ${check.name.padEnd(nameWidth)}  ${check.meaning}${reference}`;
  });
  const count = (verdict: Verdict): number => checks.filter((check) => verdictOf(check) === verdict).length;
  return [...lines, "", `ok: ${count("ok")}, warning: ${count("warning")}, failed: ${count("FAILED")}`].join("\n");
};
