import {
  daysText,
  type KeyStatus,
  kindText,
  nextUpText,
  stackText,
  stateText,
  type StatusReport,
  urgencyOf,
} from "../key-status.js";
import { summaryText } from "../summary.js";
import {
  earlierKeysText,
  breaksReceivers,
  verificationStateText,
  type VerificationKeysStatus,
} from "../verification-keys-status.js";
import {
  subscriptionStateText,
  type SubscriptionStatus,
  subscriptionUrgencyOf,
  toDoText,
} from "../subscription-status.js";
import { bar } from "./bar.js";

const BAR_CELLS = 10;

/** Escapes everything that Markdown would treat as markup, as a mention (@) or as the end of a table cell. */
const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>|#~&@]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const rowOf = (key: KeyStatus): string => {
  const emphasis = urgencyOf(key) === "fine" ? "" : "**";
  const texts = [stackText(key), key.name, kindText(key), key.organizationId, key.host ?? "-"].map(plain);
  return row([
    ...texts,
    `${emphasis}${stateText(key)}${emphasis}`,
    daysText(key),
    bar(key.percentLeft, BAR_CELLS),
    `${emphasis}${nextUpText(key)}${emphasis}`,
  ]);
};

const verificationRowOf = (status: VerificationKeysStatus): string => {
  const emphasis = breaksReceivers(status) ? "**" : "";
  return row([
    ...[stackText(status), status.name].map(plain),
    earlierKeysText(status),
    `${emphasis}${verificationStateText(status)}${emphasis}`,
  ]);
};

const subscriptionRowOf = (subscription: SubscriptionStatus): string => {
  const { name, organizationId, host, webhookOrigin } = subscription;
  const emphasis = subscriptionUrgencyOf(subscription) === "fine" ? "" : "**";
  return row([
    ...[stackText(subscription), name, organizationId, host, webhookOrigin].map(plain),
    ...[subscriptionStateText(subscription), toDoText(subscription)].map((text) => emphasis + plain(text) + emphasis),
  ]);
};

/** A table after an empty line, or nothing if there are no rows. */
const table = (titles: readonly string[], numbers: readonly string[], rows: readonly string[]): string[] =>
  rows.length === 0
    ? []
    : ["", row(titles), row(titles.map((title) => (numbers.includes(title) ? "--:" : "---"))), ...rows];

const KEY_TITLES = ["stack", "key", "kind", "organization", "host", "state", "days", "left", "next up"];
const VERIFICATION_TITLES = ["stack", "verification keys", "earlier", "state"];
const SUBSCRIPTION_TITLES = ["stack", "subscription", "organization", "host", "receiver", "state", "to do"];

/** The report as Markdown, for a job summary or a comment on a pull request. */
export const renderMarkdown = (report: StatusReport): string => {
  const { keys, verificationKeys, subscriptions } = report;
  return [
    "### Webhooks",
    "",
    plain(summaryText(report)),
    ...table(KEY_TITLES, ["days"], keys.map(rowOf)),
    ...table(VERIFICATION_TITLES, ["earlier"], verificationKeys.map(verificationRowOf)),
    ...table(SUBSCRIPTION_TITLES, [], subscriptions.map(subscriptionRowOf)),
    "",
  ].join("\n");
};
