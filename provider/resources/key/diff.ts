import { DEFAULT_RENEW_BEFORE_DAYS } from "./table.js";
import { type ResourceTable } from "../table.js";
import { assess, isDue } from "./expiry.js";
import { type ConnectionHost } from "../../connection/connection.js";
import { isUnknown, type Properties } from "../protocol.js";

/** What differs, in property names, with the reasons in words that hold no value. */
export interface Difference {
  /** Properties that replace the resource. */
  readonly replaces: readonly string[];
  /** One for each property, in words that follow "will be replaced: ". */
  readonly reasons: readonly string[];
  /** Whether the key has expired or is inside its renewal window. */
  readonly isDue: boolean;
  /** The host that issued the key, if the environment of this run names another one. It replaces nothing. */
  readonly heldHost: string | undefined;
}

/** Days of the renewal window; the default for anything that is not such a number. */
const renewBeforeDaysOf = ({ renewBeforeDays }: Properties): number =>
  typeof renewBeforeDays === "number" && renewBeforeDays >= 0 ? renewBeforeDays : DEFAULT_RENEW_BEFORE_DAYS;

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** What may be repeated to the user: a state can hold anything in place of a host. */
const HOST_FORM = /^[\w.:[\]-]{1,260}$/;
const hostText = (host: string): string => (HOST_FORM.test(host) ? host : "?");

/** The host that a key belongs to, as it may be repeated; undefined where the state doesn't tell. */
export const hostOf = ({ host }: Properties): string | undefined =>
  typeof host === "string" ? hostText(host) : undefined;

/** Inputs that the program leaves out make no difference: a later default must not replace anybody's key. */
const changedIdentity = (table: ResourceTable, olds: Properties, news: Properties): string[] =>
  Object.entries(table.inputs)
    .filter(([, { onChange }]) => onChange === "replace")
    .map(([name]) => name)
    .filter((name) => {
      const value = news[name] ?? undefined;
      return value !== undefined && (isUnknown(value) || value !== olds[name]);
    });

/**
 * Compares old outputs with new inputs, the clock and the host that the connection names now. Pure and total: any state
 * of any version may come in. An end that can't be read is never due.
 *
 * @param named undefined when no connection is configured; then it is not compared
 */
export const diff = (
  table: ResourceTable,
  olds: Properties,
  news: Properties,
  { now, named }: { readonly now: Date; readonly named: ConnectionHost | undefined },
): Difference => {
  const identity = changedIdentity(table, olds, news);
  const oldHost = hostOf(olds);
  const assessment = assess(
    {
      submitTimeUtc: textOf(olds.submitTimeUtc),
      expirationDate: textOf(olds.expirationDate) ?? "",
      renewBeforeDays: renewBeforeDaysOf(news),
    },
    now,
  );

  const replaces = [...identity];
  const reasons = identity.map((name) => (isUnknown(news[name]) ? `${name} isn't known yet` : `${name} changed`));
  const isOtherHost = named !== undefined && oldHost !== undefined && oldHost !== named.host;
  if (isOtherHost && named.isOfStack) {
    replaces.push("host");
    reasons.push(`its connection now names ${named.host} instead of ${oldHost}`);
  }
  if (isDue(assessment)) {
    replaces.push("expirationDate");
    reasons.push(assessment.state === "expired" ? "it has expired" : "it is due for renewal");
  }
  const heldHost = isOtherHost && !named.isOfStack ? oldHost : undefined;
  return { replaces, reasons, isDue: isDue(assessment), heldHost };
};
