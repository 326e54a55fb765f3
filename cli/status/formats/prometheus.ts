import { type KeyStatus, type StatusReport } from "../key-status.js";
import { type SubscriptionStatus } from "../subscription-status.js";
import { type VerificationKeysStatus } from "../verification-keys-status.js";

type Labels = Readonly<Record<string, string>>;

/** A metric that has one sample per row. */
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
    help: "Whole days until the key is due: from then on, pulumi up replaces it.",
    value: ({ daysUntilDue }) => daysUntilDue,
  },
  {
    name: "cybersource_webhook_key_state",
    help: "Always 1. Labels: state of the key (valid, due, expired, unreadable), what the next pulumi up does (keep, replace, fail).",
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

const VERIFICATION_METRICS: readonly Metric<VerificationKeysStatus>[] = [
  {
    name: "cybersource_webhook_verification_keys_earlier",
    help: "Number of earlier keys, for notifications that were signed before a rotation.",
    value: ({ earlierKeys }) => earlierKeys,
  },
  {
    name: "cybersource_webhook_verification_keys_state",
    help: "Always 1. Label: whether the current signing key is included (complete, behind, unlinked, unreadable).",
    value: () => 1,
    labels: ({ state }) => ({ state }),
  },
];

const SUBSCRIPTION_METRICS: readonly Metric<SubscriptionStatus>[] = [
  {
    name: "cybersource_webhook_subscription_state",
    help: "Always 1. Labels: what the platform said last (ACTIVE, INACTIVE, PENDING_REVIEW, BLOCKED, SUSPENDED, UNKNOWN), whether the program wants it active, what the next pulumi up does (keep, set-status, replace, fail).",
    value: () => 1,
    labels: ({ status, active, nextUp, flags }) => ({
      state: status,
      active: String(active),
      next_up: nextUp,
      protected: String(flags.includes("protected")),
      tainted: String(flags.includes("tainted")),
    }),
  },
];

type AnyStatus = KeyStatus | VerificationKeysStatus | SubscriptionStatus;

/** Includes the URN, because resources of different types or with different parents can have the same name. */
const identityLabels = ({ project, stack, name, urn }: AnyStatus): Labels => ({
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

const subscriptionLabels = (subscription: SubscriptionStatus): Labels => ({
  ...identityLabels(subscription),
  organization: subscription.organizationId,
  host: subscription.host,
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

/** Prometheus rejects the whole file if a series has two samples. */
const rejectDuplicates = (rows: readonly AnyStatus[]): void => {
  const urns = new Set<string>();
  for (const { urn, project, stack } of rows) {
    if (urns.has(urn)) {
      throw new Error(
        `there are two different states of the stack ${project}/${stack}, which Prometheus can't distinguish. Pass only one of them`,
      );
    }
    urns.add(urn);
  }
};

/** The report in the text format of Prometheus, for a textfile collector or a push gateway. */
export const renderPrometheus = ({ keys, verificationKeys, subscriptions }: StatusReport): string => {
  rejectDuplicates([...keys, ...verificationKeys, ...subscriptions]);
  const lines = [
    ...KEY_METRICS.flatMap((metric) => linesOf(metric, keys, keyLabels)),
    ...VERIFICATION_METRICS.flatMap((metric) => linesOf(metric, verificationKeys, identityLabels)),
    ...SUBSCRIPTION_METRICS.flatMap((metric) => linesOf(metric, subscriptions, subscriptionLabels)),
  ];
  return `${lines.join("\n")}\n`;
};
