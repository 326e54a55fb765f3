import { DEFAULT_RENEW_BEFORE_DAYS } from "./table.js";
import { type ResourceTable } from "../table.js";
import { assess, isDue } from "./expiry.js";
import { type ConnectionHost } from "../../connection/connection.js";
import { isUnknown, type Properties } from "../protocol.js";

/** Whether a key must be replaced, and why. */
export interface Difference {
  /** Names of the properties that cause the replacement; empty if there is none. */
  readonly replaces: readonly string[];
  /** One reason for each property, to follow "will be replaced: ". Contains no secret. */
  readonly reasons: readonly string[];
  /** Whether the key has expired or is inside its renewal window. */
  readonly isDue: boolean;
  /** The host that issued the key, if the environment of this run names another one, which replaces nothing. */
  readonly heldHost: string | undefined;
}

/** The renewal window in days. The default if the input isn't valid. */
const renewBeforeDaysOf = ({ renewBeforeDays }: Properties): number =>
  typeof renewBeforeDays === "number" && renewBeforeDays >= 0 ? renewBeforeDays : DEFAULT_RENEW_BEFORE_DAYS;

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Only a host of this form is repeated to the user: a state that was edited by hand can contain anything. */
const HOST_FORM = /^[\w.:[\]-]{1,260}$/;
const hostText = (host: string): string => (HOST_FORM.test(host) ? host : "?");

/** The host that issued a key, or `?` if it must not be repeated. Undefined if the state has no host. */
export const hostOf = ({ host }: Properties): string | undefined =>
  typeof host === "string" ? hostText(host) : undefined;

/** Nobody knows what was requested for an imported key. One that create made has at least the default. */
const isNotStored = (table: ResourceTable, name: string, olds: Properties): boolean =>
  name === "expiryDuration" && table.inputs[name]?.default !== undefined && olds[name] === undefined;

/**
 * Names of the inputs whose change replaces the key. An input that the program leaves out isn't compared: if a later
 * version of this package has another default, that must not replace existing keys.
 */
const changedIdentity = (table: ResourceTable, olds: Properties, news: Properties): string[] =>
  Object.entries(table.inputs)
    .filter(([, { onChange }]) => onChange === "replace")
    .map(([name]) => name)
    .filter((name) => {
      const value = news[name] ?? undefined;
      if (isNotStored(table, name, olds) && !isUnknown(value)) return false;
      const compared = table.inputs[name]?.comparedAs ?? ((given: unknown) => given);
      return value !== undefined && (isUnknown(value) || compared(value) !== compared(olds[name]));
    });

/** Whether the identity of a key changed: its inputs, or the host that its connection names. */
export const identityDifference = (
  table: ResourceTable,
  olds: Properties,
  news: Properties,
  named: ConnectionHost | undefined,
): Omit<Difference, "isDue"> => {
  const identity = changedIdentity(table, olds, news);
  const oldHost = hostOf(olds);
  const replaces = [...identity];
  const reasons = identity.map((name) => (isUnknown(news[name]) ? `${name} isn't known yet` : `${name} changed`));
  const isOtherHost = named !== undefined && oldHost !== undefined && oldHost !== named.host;
  if (isOtherHost && named.isOfStack) {
    replaces.push("host");
    reasons.push(`its connection now names ${named.host} instead of ${oldHost}`);
  }
  return { replaces, reasons, heldHost: isOtherHost && !named.isOfStack ? oldHost : undefined };
};

/**
 * Decides whether a key must be replaced: because an input changed, because the connection names another host now, or
 * because the key is due. It accepts any state and never throws. If `expirationDate` can't be read, the key is never due.
 *
 * @param olds outputs in the state
 * @param news inputs of the program
 * @param named the host that the connection names now; undefined if none is configured, and then hosts aren't compared
 */
export const diff = (
  table: ResourceTable,
  olds: Properties,
  news: Properties,
  { now, named }: { readonly now: Date; readonly named: ConnectionHost | undefined },
): Difference => {
  const { heldHost, ...identity } = identityDifference(table, olds, news, named);
  const assessment = assess(
    {
      submitTimeUtc: textOf(olds.submitTimeUtc),
      expirationDate: textOf(olds.expirationDate) ?? "",
      renewBeforeDays: renewBeforeDaysOf(news),
    },
    now,
  );

  const replaces = [...identity.replaces];
  const reasons = [...identity.reasons];
  if (isDue(assessment)) {
    replaces.push("expirationDate");
    reasons.push(assessment.state === "expired" ? "it has expired" : "it is due for renewal");
  }
  return { replaces, reasons, isDue: isDue(assessment), heldHost };
};
