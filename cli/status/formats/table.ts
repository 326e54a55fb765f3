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

/** The report for a terminal. */
export const renderTable = (report: StatusReport, { width, paint }: Look): string => {
  const { keys, verificationKeys } = report;
  const paintHead = (text: string): string => paint("head", text);
  const keyLines =
    keys.length === 0
      ? []
      : [...tableLines(KEY_COLUMNS, keys, { width, paintHead, paint: (key, text) => paint(urgencyOf(key), text) }), ""];
  const verificationLines =
    verificationKeys.length === 0
      ? []
      : [
          ...tableLines(VERIFICATION_COLUMNS, verificationKeys, {
            width,
            paintHead,
            paint: (status, text) => paint(verificationUrgencyOf(status), text),
          }),
          "",
        ];
  return [...keyLines, ...verificationLines, summaryText(report), ""].join("\n");
};
