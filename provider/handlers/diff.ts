import { DEFAULT_RENEW_BEFORE_DAYS, type ResourceTable } from "../properties.js";
import { assess, isDue } from "../expiry.js";
import { isUnknown, type Properties } from "./protocol.js";

/** What differs, in property names, with the reasons in words that hold no value. */
export interface Difference {
  /** Properties that replace the resource. */
  readonly replaces: readonly string[];
  /** True when something is wrong that no replacement of its own accord may heal. */
  readonly isBroken: boolean;
  readonly reasons: readonly string[];
}

/** Days of the renewal window; the default for anything that is not such a number. */
const renewBeforeDaysOf = ({ renewBeforeDays }: Properties): number =>
  typeof renewBeforeDays === "number" && renewBeforeDays >= 0 ? renewBeforeDays : DEFAULT_RENEW_BEFORE_DAYS;

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** What may be repeated to the user: a state can hold anything in place of a host. */
const HOST_FORM = /^[\w.:[\]-]{1,260}$/;

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
 * of any version may come in.
 *
 * @param host undefined when no connection is configured; then it is not compared
 */
export const diff = (
  table: ResourceTable,
  olds: Properties,
  news: Properties,
  { now, host }: { readonly now: Date; readonly host: string | undefined },
): Difference => {
  const identity = changedIdentity(table, olds, news);
  const oldHost = textOf(olds.host);
  const assessment = assess(
    {
      submitTimeUtc: textOf(olds.submitTimeUtc),
      expirationDate: textOf(olds.expirationDate) ?? "",
      renewBeforeDays: renewBeforeDaysOf(news),
    },
    now,
  );

  const replaces = [...identity];
  const reasons = identity.map((name) => (isUnknown(news[name]) ? `${name} is not known yet` : `${name} changed`));
  if (host !== undefined && oldHost !== undefined && oldHost !== host) {
    replaces.push("host");
    reasons.push(`its connection names another host now: ${HOST_FORM.test(oldHost) ? oldHost : "?"} became ${host}`);
  }
  if (isDue(assessment)) {
    replaces.push("expirationDate");
    reasons.push(assessment.state === "expired" ? "the key has expired" : "the key is inside its renewal window");
  }
  const isBroken = assessment.state === "unreadable";
  if (isBroken) reasons.push("its stored expirationDate cannot be read");
  return { replaces, isBroken, reasons };
};
