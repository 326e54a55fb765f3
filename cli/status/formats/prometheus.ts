import { type KeyStatus, type StatusReport } from "../key-status.js";
import { type VerificationKeysStatus } from "../verification-keys-status.js";

type Labels = Readonly<Record<string, string>>;

/** A metric of every row of a kind. */
interface Metric<Row> {
  readonly name: string;
  readonly help: string;
  /** The value for a row; undefined leaves the row out. */
  readonly value: (row: Row) => number | undefined;
  readonly labels?: (row: Row) => Labels;
}

const KEY_METRICS: readonly Metric<KeyStatus>[] = [
  {
    name: "cybersource_webhook_key_days_left",
    help: "Whole days until the key expires, negative once it has.",
    value: ({ daysLeft }) => daysLeft,
  },
  {
    name: "cybersource_webhook_key_days_until_due",
    help: "Whole days until the next run replaces the key.",
    value: ({ daysUntilDue }) => daysUntilDue,
  },
  {
    name: "cybersource_webhook_key_state",
    help: "1 for the state of the key (valid, due, expired, unreadable) and what the next up does (keep, replace, fail).",
    value: () => 1,
    labels: ({ state, nextUp, flags }) => ({
      state,
      next_up: nextUp.action,
      adopted: String(flags.includes("adopted")),
      protected: String(flags.includes("protected")),
      tainted: String(flags.includes("tainted")),
    }),
  },
];

const RING_METRICS: readonly Metric<VerificationKeysStatus>[] = [
  {
    name: "cybersource_webhook_verification_keys_earlier",
    help: "Keys that are held beside the current one, for notifications that are still under way.",
    value: ({ earlierKeys }) => earlierKeys,
  },
  {
    name: "cybersource_webhook_verification_keys_state",
    help: "1 for whether the key that signs now is held (complete, behind, unlinked, unreadable).",
    value: () => 1,
    labels: ({ state }) => ({ state }),
  },
];

/** The URN tells resources of one name apart: they differ in type, or in their parents. */
const identityLabels = ({ project, stack, name, urn }: KeyStatus | VerificationKeysStatus): Labels => ({
  project,
  stack,
  name,
  urn,
});

const keyLabels = (key: KeyStatus): Labels => ({
  ...identityLabels(key),
  kind: key.kind,
  organization: key.organizationId,
  host: key.host ?? "",
});

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const series = (metric: string, labels: Labels): string => {
  const list = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
  return `${metric}{${list.join(",")}}`;
};

const linesOf = <Row>(
  { name, help, value, labels = () => ({}) }: Metric<Row>,
  rows: readonly Row[],
  identity: (row: Row) => Labels,
): string[] => {
  const samples = rows.flatMap((row) => {
    const found = value(row);
    return found === undefined ? [] : [`${series(name, { ...identity(row), ...labels(row) })} ${found}`];
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples];
};

/** A scrape with two samples of one series fails as a whole. */
const refuseTwice = (rows: readonly (KeyStatus | VerificationKeysStatus)[]): void => {
  const urns = new Set<string>();
  for (const { urn, project, stack } of rows) {
    if (urns.has(urn)) {
      throw new Error(
        `two different states of the stack ${project}/${stack} were given, which Prometheus cannot tell apart: give one of them`,
      );
    }
    urns.add(urn);
  }
};

/** The report in the text format of Prometheus, for a textfile collector or a push gateway. */
export const renderPrometheus = ({ keys, verificationKeys }: StatusReport): string => {
  refuseTwice([...keys, ...verificationKeys]);
  const lines = [
    ...KEY_METRICS.flatMap((metric) => linesOf(metric, keys, keyLabels)),
    ...RING_METRICS.flatMap((metric) => linesOf(metric, verificationKeys, identityLabels)),
  ];
  return `${lines.join("\n")}\n`;
};
