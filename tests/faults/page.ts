import { type Effect, type Fault } from "./fault.js";
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
const KEY_HEAD = ["fault", "outcome", "requests", "may there be a key?", "key in state", "next `up`"];
const SUBSCRIPTION_HEAD = ["fault", "run: request", "outcome", "sent", "at the service", "in the state", "next run"];

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

/** Names each run once, with its requests: `create: list, POST; refresh: GET`. */
const placesOf = (faults: readonly SubscriptionFault[]): string => {
  const requests = new Map<string, string[]>();
  for (const { operation, request, after } of faults) {
    const name = REQUESTS[request] + (after > 0 ? " after it" : "");
    requests.set(operation, [...(requests.get(operation) ?? []), name]);
  }
  return [...requests].map(([operation, names]) => `${operation}: ${names.join(", ")}`).join("; ");
};

/** The table of faults of requests about a subscription, with one row for all requests on which a fault has the same effect. */
export const subscriptionTableOf = (observed: readonly ObservedSubscription[]): string => {
  const rows = new Map<string, { cells: readonly string[]; faults: SubscriptionFault[] }>();
  for (const { fault, observation } of observed) {
    const { outcome, sent, atService, inState, nextRun } = observation;
    const cells = [code(outcome), String(sent), atService, inState, nextRun];
    const key = JSON.stringify([fault.name, cells]);
    const row = rows.get(key) ?? { cells: [fault.name, ...cells], faults: [] };
    row.faults.push(fault);
    rows.set(key, row);
  }
  return markdown(
    SUBSCRIPTION_HEAD,
    [...rows.values()].map(({ cells: [name = "", ...cells], faults }) => [name, placesOf(faults), ...cells]),
  );
};

/** Replaces the table between two markers of the page. */
const replaced = (page: string, name: string, table: string): string => {
  const [begin, end] = [`<!-- ${name}: begin, written by \`npm run docs\` -->`, `<!-- ${name}: end -->`];
  const [before, rest = ""] = page.split(begin);
  const after = rest.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} lacks ${begin} and ${end}`);
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
};

export const withTable = (page: string, observed: readonly Observed[]): string =>
  replaced(page, "faults", tableOf(observed));

export const withSubscriptionTable = (page: string, observed: readonly ObservedSubscription[]): string =>
  replaced(page, "faults of subscriptions", subscriptionTableOf(observed));
