import { assessKey } from "./assess-key.js";
import { ciphertextOf, decodeDeployment, type Deployment } from "./deployment.js";
import { type KeyStatus, type StatusReport } from "./key-status.js";
import { type Decrypt, openWithPassphrase, readPassphrase } from "./passphrase.js";
import { type StateText } from "./read-states.js";

const DATE_LENGTH = "2026-01-31".length;

export interface ReportContext {
  readonly now: Date;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const opened: Decrypt = () => {
  throw new Error("it holds an encrypted value, but not how it was encrypted");
};

/** Opens the state's secrets, where it has encrypted ones: deriving the key takes half a second. */
const decrypterOf = async ({ secretsProvider, keys }: Deployment, env: ReportContext["env"]): Promise<Decrypt> => {
  const isEncrypted = keys.some(({ outputs }) => Object.values(outputs ?? {}).some((value) => ciphertextOf(value)));
  if (!isEncrypted || secretsProvider === undefined) return opened;
  const { type, salt } = secretsProvider;
  if (type !== "passphrase" || salt === undefined) {
    throw new Error(
      `its secrets are encrypted by ${type || "an unknown provider"}, which the Pulumi CLI alone can open: use --stack, or ` +
        "pipe `pulumi stack export --show-secrets` into --state -",
    );
  }
  return openWithPassphrase(salt, await readPassphrase(env));
};

const keysOf = async ({ source, text }: StateText, { now, env }: ReportContext): Promise<KeyStatus[]> => {
  try {
    const deployment = decodeDeployment(text);
    const decrypt = await decrypterOf(deployment, env);
    return deployment.keys.map((key) => assessKey(key, decrypt, now));
  } catch (error) {
    throw new Error(`the state of ${source} cannot be read: ${error instanceof Error ? error.message : "unknown"}`);
  }
};

/** The unreadable ones first, then by days left, then by name. */
const byUrgency = (a: KeyStatus, b: KeyStatus): number =>
  (a.daysLeft ?? Number.NEGATIVE_INFINITY) - (b.daysLeft ?? Number.NEGATIVE_INFINITY) || (a.urn < b.urn ? -1 : 1);

/** The status of every key in the states. */
export const createReport = async (states: readonly StateText[], context: ReportContext): Promise<StatusReport> => {
  const keys = (await Promise.all(states.map((state) => keysOf(state, context)))).flat();
  return {
    asOf: context.now.toISOString().slice(0, DATE_LENGTH),
    stackCount: states.length,
    keys: keys.sort(byUrgency),
  };
};

/** Keys that end within so many days, and those of which nobody can tell. */
export const endingWithin = ({ keys }: StatusReport, days: number): KeyStatus[] =>
  keys.filter(({ daysLeft }) => daysLeft === undefined || daysLeft < days);
