import { type KeyStatus, type StatusReport } from "../key-status.js";

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const sample = (metric: string, labels: Readonly<Record<string, string>>, value: number): string => {
  const list = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
  return `${metric}{${list.join(",")}} ${value}`;
};

const labelsOf = ({ project, stack, name, kind, organizationId, host }: KeyStatus): Record<string, string> => ({
  project,
  stack,
  name,
  kind,
  organization: organizationId,
  host: host ?? "",
});

interface Metric {
  readonly name: string;
  readonly help: string;
  /** The value for a key; undefined leaves the key out. */
  readonly value: (key: KeyStatus) => number | undefined;
  readonly labels?: (key: KeyStatus) => Readonly<Record<string, string>>;
}

const METRICS: readonly Metric[] = [
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

const linesOf = ({ name, help, value, labels = () => ({}) }: Metric, keys: readonly KeyStatus[]): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} gauge`,
  ...keys.flatMap((key) => {
    const found = value(key);
    return found === undefined ? [] : [sample(name, { ...labelsOf(key), ...labels(key) }, found)];
  }),
];

/** The report in the text format of Prometheus, for a textfile collector or a push gateway. */
export const renderPrometheus = ({ keys }: StatusReport): string =>
  `${METRICS.flatMap((metric) => linesOf(metric, keys)).join("\n")}\n`;
