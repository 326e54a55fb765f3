import { type Effect, type Fault } from "./fault.js";
import { type ObservedCertificate } from "./observe-certificate.js";
import { REQUESTS, type SubscriptionEffect, type SubscriptionFault } from "./subscription-fault.js";

/** A fault of a request for a key, and its effect. */
interface Observed {
  readonly fault: Fault;
  readonly observation: Effect;
}

/** A fault of a request about a subscription, and its effect. */
interface ObservedSubscription {
  readonly fault: SubscriptionFault;
  readonly observation: SubscriptionEffect;
}

export const PAGE = "docs/faults.md";
export const SUBSCRIPTION_PAGE = "docs/faults-subscriptions.md";
export const ENCRYPTION_PAGE = "docs/faults-encryption.md";
const KEY_HEAD = ["fault", "outcome", "requests", "may there be a key?", "key in state", "next `up`"];

const yesNo = (isTrue: boolean): string => (isTrue ? "yes" : "no");
const code = (text: string): string => (text.startsWith("ERR_") ? `\`${text}\`` : text);

/** A Markdown table with padded columns, as Prettier formats it. */
const markdown = (head: readonly string[], cells: readonly (readonly string[])[]): string => {
  const rows = [head, ...cells];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head), rule, ...cells.map(line)].join("\n");
};

/** The table of faults of a request for a key. */
export const tableOf = (observed: readonly Observed[]): string =>
  markdown(
    KEY_HEAD,
    observed.map(({ fault, observation }) => [
      fault.name,
      code(observation.outcome),
      String(observation.requests),
      yesNo(observation.isKeyLost),
      yesNo(observation.isKeyInState),
      observation.nextUp,
    ]),
  );

/** The table of faults of a request to store a certificate. */
const certificateTable = (observed: readonly ObservedCertificate[]): string =>
  markdown(
    ["fault", "outcome", "requests", "may it be stored?", "in the state", "next `up`"],
    observed.map(({ fault, observation }) => [
      fault.name,
      code(observation.outcome),
      String(observation.requests),
      yesNo(observation.isLost),
      yesNo(observation.isInState),
      observation.nextUp,
    ]),
  );

const unique = (texts: readonly string[]): string => [...new Set(texts)].join(" or ");

/** The outcome, and how often the request was sent if it was sent again. */
const reactionOf = ({ outcome, sent }: SubscriptionEffect): string =>
  code(outcome) + (sent > 1 ? `, sent ${sent} times` : "");

/** What each fault leads to at each request. */
const reactionTable = (observed: readonly ObservedSubscription[]): string => {
  const requests = Object.entries(REQUESTS);
  const names = [...new Set(observed.map(({ fault }) => fault.name))];
  return markdown(
    ["fault", ...requests.map(([, request]) => request)],
    names.map((name) => [
      name,
      ...requests.map(([action]) =>
        unique(
          observed
            .filter(({ fault }) => fault.name === name && fault.request === action)
            .map(({ observation }) => reactionOf(observation)),
        ),
      ),
    ]),
  );
};

/** How a run ended, for the table of what is left after it. */
const endOf = ({ fault, observation }: ObservedSubscription): string => {
  if (observation.outcome === "done") return "no request, in the end";
  const request = REQUESTS[fault.request] + (fault.after > 0 ? " after it" : "");
  const isDone = fault.fault.made && ["PATCH", "DELETE"].includes(REQUESTS[fault.request]);
  return isDone ? `${request}, although it was done` : request;
};

/** What is left after a run that failed at each of its requests, and what the next run does. */
const aftermathTable = (observed: readonly ObservedSubscription[]): string => {
  const rows = new Map<string, { cells: readonly string[]; ends: Set<string> }>();
  for (const each of observed) {
    const { atService, inState, nextRun } = each.observation;
    const cells = [each.fault.operation, atService, inState, nextRun];
    const row = rows.get(cells.join()) ?? { cells, ends: new Set() };
    row.ends.add(endOf(each));
    rows.set(cells.join(), row);
  }
  return markdown(
    ["run", "failed at", "at the service", "in the state", "next run"],
    [...rows.values()].map(({ cells: [operation = "", ...cells], ends }) => [
      operation,
      [...ends].join("; "),
      ...cells,
    ]),
  );
};

/** The tables of faults of requests about a subscription. */
export const subscriptionTableOf = (observed: readonly ObservedSubscription[]): string =>
  `${reactionTable(observed)}\n\n${aftermathTable(observed)}`;

const BEGIN = "<!-- faults: begin, written by `npm run docs` -->";
const END = "<!-- faults: end -->";

/** Replaces the tables between the markers of a page. */
const replaced = (page: string, tables: string): string => {
  const [before, rest = ""] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the page lacks ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`;
};

export const withTable = (page: string, observed: readonly Observed[]): string => replaced(page, tableOf(observed));

export const withCertificateTable = (page: string, observed: readonly ObservedCertificate[]): string =>
  replaced(page, certificateTable(observed));

export const withSubscriptionTable = (page: string, observed: readonly ObservedSubscription[]): string =>
  replaced(page, subscriptionTableOf(observed));
