import { type RESOURCE_TABLES } from "./all-tables.js";
import { encryptionKeyWarningOf } from "./encryption-key/warning.js";
import { findingsOf as keyFindings, type Findings } from "./key/kept-key.js";
import { type Properties } from "./protocol.js";
import { warningOf as statusWarning } from "./subscription/status-warning.js";
import { ignoredCurrentWarning } from "./verification-keys/ignored-current.js";

/** A resource that a run keeps, or has just created. */
interface Kept {
  readonly outputs: Properties;
  readonly inputs: Properties;
  /** The option of that name. */
  readonly ignoreChanges: readonly string[];
}

/** What is wrong with such a resource. The texts contain no date and no key. */
export type FindingsOf = (kept: Kept, now: Date) => Findings;

const atMostOne = (warning: string | undefined): Findings => ({
  warnings: warning === undefined ? [] : [warning],
  error: undefined,
});

const ofKey: FindingsOf = ({ outputs, inputs }, now) => keyFindings({ ...outputs, ...inputs }, now);

/** For every resource, by the name of its module in seam/. */
export const KEPT_FINDINGS: Readonly<Record<keyof typeof RESOURCE_TABLES, FindingsOf>> = {
  "webhook-signing-key": ofKey,
  "webhook-oauth-credential": ofKey,
  "webhook-encryption-key": ({ outputs: { expirationDate, submitTimeUtc } }, now) =>
    atMostOne(encryptionKeyWarningOf({ expirationDate, submitTimeUtc }, now)),
  "webhook-verification-keys": ({ ignoreChanges }) => atMostOne(ignoredCurrentWarning(ignoreChanges)),
  "webhook-subscription": ({ outputs }) => atMostOne(statusWarning(outputs.status)),
};
