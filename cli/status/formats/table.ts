import {
  daysText,
  type KeyStatus,
  kindText,
  nextUpText,
  shortKindText,
  stackText,
  stateText,
  type StatusReport,
  type Urgency,
  urgencyOf,
} from "../key-status.js";
import { summaryText } from "../summary.js";
import {
  earlierKeysText,
  verificationStateText,
  verificationUrgencyOf,
  type VerificationKeysStatus,
} from "../verification-keys-status.js";
import {
  shortToDoText,
  subscriptionStateText,
  type SubscriptionStatus,
  subscriptionUrgencyOf,
  toDoText,
} from "../subscription-status.js";
import { bar } from "./bar.js";
import { type Column, tableLines } from "./columns.js";

/** The terminal that a table is printed on. */
export interface Look {
  /** Maximum length of a line, in characters. */
  readonly width: number;
  readonly paint: (urgency: Urgency | "head", text: string) => string;
}

const BAR_CELLS = 10;
const SHORTEST_STATE = 10;
const SHORTEST_TO_DO = 14;

const KEY_COLUMNS: readonly Column<KeyStatus>[] = [
  { title: "STACK", cell: stackText, isName: true, dropped: 3 },
  { title: "KEY", cell: ({ name }) => name, isName: true },
  { title: "KIND", cell: kindText, shortCell: shortKindText },
  { title: "ORGANIZATION", cell: ({ organizationId }) => organizationId, isName: true, dropped: 2 },
  { title: "HOST", cell: ({ host }) => host ?? "-", dropped: 1 },
  { title: "STATE", cell: stateText, isPainted: true, shortest: SHORTEST_STATE },
  { title: "DAYS", cell: daysText, isRight: true },
  { title: "LEFT", cell: ({ percentLeft }) => bar(percentLeft, BAR_CELLS), isPainted: true, dropped: 5 },
  { title: "NEXT UP", cell: nextUpText, isPainted: true, dropped: 6 },
];

const VERIFICATION_COLUMNS: readonly Column<VerificationKeysStatus>[] = [
  { title: "STACK", cell: stackText, isName: true, dropped: 1 },
  { title: "VERIFICATION KEYS", cell: ({ name }) => name, isName: true },
  { title: "EARLIER", cell: earlierKeysText, isRight: true },
  { title: "STATE", cell: verificationStateText, isPainted: true, shortest: SHORTEST_STATE },
];

const SUBSCRIPTION_COLUMNS: readonly Column<SubscriptionStatus>[] = [
  { title: "STACK", cell: stackText, isName: true, dropped: 3 },
  { title: "SUBSCRIPTION", cell: ({ name }) => name, isName: true },
  { title: "ORGANIZATION", cell: ({ organizationId }) => organizationId, isName: true, dropped: 2 },
  { title: "HOST", cell: ({ host }) => host, dropped: 1 },
  { title: "RECEIVER", cell: ({ webhookOrigin }) => webhookOrigin, isName: true, dropped: 4 },
  { title: "STATE", cell: subscriptionStateText, isPainted: true, shortest: SHORTEST_STATE },
  { title: "TO DO", cell: toDoText, shortCell: shortToDoText, isPainted: true, shortest: SHORTEST_TO_DO },
];

/** The report for a terminal. */
export const renderTable = (report: StatusReport, { width, paint }: Look): string => {
  const paintHead = (text: string): string => paint("head", text);
  /** The lines of a table and an empty line, or nothing if it has no rows. */
  const part = <Row>(columns: readonly Column<Row>[], rows: readonly Row[], urgency: (row: Row) => Urgency): string[] =>
    rows.length === 0
      ? []
      : [...tableLines(columns, rows, { width, paintHead, paint: (row, text) => paint(urgency(row), text) }), ""];
  return [
    ...part(KEY_COLUMNS, report.keys, urgencyOf),
    ...part(VERIFICATION_COLUMNS, report.verificationKeys, verificationUrgencyOf),
    ...part(SUBSCRIPTION_COLUMNS, report.subscriptions, subscriptionUrgencyOf),
    summaryText(report),
    "",
  ].join("\n");
};
