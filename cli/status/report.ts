import { assessKey } from "./assess-key.js";
import { assessVerificationKeys } from "./assess-verification-keys.js";
import { ciphertextOf, decodeDeployment, type Deployment } from "./deployment.js";
import { type KeyStatus, type StatusReport } from "./key-status.js";
import { type Decrypt, openWithPassphrase, readPassphrase } from "./passphrase.js";
import { type StateText } from "./read-states.js";

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
  { secretsProvider, keys, verificationKeys }: Deployment,
  env: ReportContext["env"],
): Promise<Decrypt> => {
  const isEncrypted = [...keys, ...verificationKeys].some(({ outputs }) =>
    Object.values(outputs ?? {}).some((value) => ciphertextOf(value)),
  );
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

/** Runs a step. If it fails, the error names the state that was being read. */
const about = async <T>(source: string, step: () => Promise<T> | T): Promise<T> => {
  try {
    return await step();
  } catch (error) {
    throw new Error(`the state of ${source} cannot be read: ${error instanceof Error ? error.message : "unknown"}`);
  }
};

interface Source {
  readonly source: string;
  readonly deployment: Deployment;
}

/** Identifies a state: a stack that was passed under two names, or exported twice, has the same resources. */
const fingerprintOf = ({ source, deployment: { stackUrn, keys, verificationKeys } }: Source): string => {
  const resources = [...keys, ...verificationKeys].map(({ urn, id = "" }) => `${urn} ${id}`);
  return JSON.stringify(stackUrn === undefined && resources.length === 0 ? source : [stackUrn, ...resources.sort()]);
};

/** Removes duplicate states. */
const distinct = (sources: readonly Source[]): Source[] => [
  ...new Map(sources.map((source) => [fingerprintOf(source), source])).values(),
];

/** Unreadable keys first, then by days left, then by URN. */
const byUrgency = (a: KeyStatus, b: KeyStatus): number =>
  (a.daysLeft ?? Number.NEGATIVE_INFINITY) - (b.daysLeft ?? Number.NEGATIVE_INFINITY) || (a.urn < b.urn ? -1 : 1);

/** The status of every key in the states. */
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
        const { keys, verificationKeys } = deployment;
        const decrypt = await decrypterOf(deployment, env);
        return {
          keys: keys.map((key) => assessKey(key, decrypt, now)),
          verificationKeys: verificationKeys.map((each) => assessVerificationKeys(each, keys, decrypt)),
        };
      }),
    ),
  );
  return {
    asOf: now.toISOString().slice(0, DATE_LENGTH),
    stackCount: found.length,
    keys: found.flatMap(({ keys }) => keys).sort(byUrgency),
    verificationKeys: found
      .flatMap(({ verificationKeys }) => verificationKeys)
      .sort((a, b) => (a.urn < b.urn ? -1 : 1)),
  };
};
