import { about } from "./about.js";
import { assessKey } from "./assess-key.js";
import { assessSubscription } from "./assess-subscription.js";
import { assessVerificationKeys } from "./assess-verification-keys.js";
import { ciphertextOf, decodeDeployment, type Deployment } from "./deployment.js";
import { type KeyStatus, type StatusReport, type Urgency } from "./key-status.js";
import { type Decrypt, openWithPassphrase, readPassphrase } from "./passphrase.js";
import { type StateText } from "./read-states.js";
import { type SubscriptionStatus, subscriptionUrgencyOf } from "./subscription-status.js";

const DATE_LENGTH = "2026-01-31".length;

export interface ReportContext {
  readonly now: Date;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const cannotDecrypt: Decrypt = () => {
  throw new Error("it has encrypted values, but doesn't say how they were encrypted");
};

/** How to decrypt the state's secrets. Derives the key, which takes half a second, only if there are any. */
const decrypterOf = async (
  { secretsProvider, keys, verificationKeys, subscriptions }: Deployment,
  env: ReportContext["env"],
): Promise<Decrypt> => {
  // Of a subscription, only one input is ever decrypted.
  const values = [
    ...[...keys, ...verificationKeys].flatMap(({ outputs }) => Object.values(outputs ?? {})),
    ...subscriptions.map(({ inputs }) => inputs?.["active"]),
  ];
  const isEncrypted = values.some((value) => ciphertextOf(value) !== undefined);
  if (!isEncrypted || secretsProvider === undefined) return cannotDecrypt;
  const { type, salt } = secretsProvider;
  if (type !== "passphrase" || salt === undefined) {
    throw new Error(
      `its secrets are encrypted by ${type || "an unknown provider"}, so only the Pulumi CLI can decrypt them. Use --stack, or ` +
        "pipe `pulumi stack export --show-secrets` into --state -",
    );
  }
  return openWithPassphrase(salt, await readPassphrase(env));
};

interface Source {
  readonly source: string;
  readonly deployment: Deployment;
}

/** Identifies a state: a stack that was passed under two names, or exported twice, has the same resources. */
const fingerprintOf = ({ source, deployment }: Source): string => {
  const { stackUrn, keys, verificationKeys, subscriptions } = deployment;
  const resources = [...keys, ...verificationKeys, ...subscriptions].map(({ urn, id = "" }) => `${urn} ${id}`);
  return JSON.stringify(stackUrn === undefined && resources.length === 0 ? source : [stackUrn, ...resources.sort()]);
};

/** Removes duplicate states. */
const distinct = (sources: readonly Source[]): Source[] => [
  ...new Map(sources.map((source) => [fingerprintOf(source), source])).values(),
];

const byUrn = (a: { readonly urn: string }, b: { readonly urn: string }): number => (a.urn < b.urn ? -1 : 1);

/** Unreadable keys first, then by days left, then by URN. */
const byUrgency = (a: KeyStatus, b: KeyStatus): number =>
  (a.daysLeft ?? Number.NEGATIVE_INFINITY) - (b.daysLeft ?? Number.NEGATIVE_INFINITY) || byUrn(a, b);

const URGENCIES: readonly Urgency[] = ["alarm", "attention", "fine"];

/** Alarms first, then by URN. */
const byAlarm = (a: SubscriptionStatus, b: SubscriptionStatus): number =>
  URGENCIES.indexOf(subscriptionUrgencyOf(a)) - URGENCIES.indexOf(subscriptionUrgencyOf(b)) || byUrn(a, b);

/** The status of every key and subscription in the states. */
export const createReport = async (
  states: readonly StateText[],
  { now, env }: ReportContext,
): Promise<StatusReport> => {
  const sources = await Promise.all(
    states.map(({ source, text }) => about(source, () => ({ source, deployment: decodeDeployment(text) }))),
  );
  const found = await Promise.all(
    distinct(sources).map(({ source, deployment }) =>
      about(source, async () => {
        const { keys, verificationKeys, subscriptions } = deployment;
        const decrypt = await decrypterOf(deployment, env);
        return {
          keys: keys.map((key) => assessKey(key, decrypt, now)),
          verificationKeys: verificationKeys.map((each) => assessVerificationKeys(each, keys, decrypt)),
          subscriptions: subscriptions.map((each) => assessSubscription(each, decrypt)),
        };
      }),
    ),
  );
  return {
    asOf: now.toISOString().slice(0, DATE_LENGTH),
    stackCount: found.length,
    keys: found.flatMap(({ keys }) => keys).sort(byUrgency),
    verificationKeys: found.flatMap(({ verificationKeys }) => verificationKeys).sort(byUrn),
    subscriptions: found.flatMap(({ subscriptions }) => subscriptions).sort(byAlarm),
  };
};
