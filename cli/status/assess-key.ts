import { assess, type Assessment, isDue } from "../../provider/resources/key/expiry.js";
import { DAY_MS, parseDate } from "../../provider/dates.js";
import { DEFAULT_EXPIRY_DURATION_DAYS, DEFAULT_RENEW_BEFORE_DAYS } from "../../provider/resources/key/table.js";
import { DUE_BEFORE_DAYS, WEBHOOK_ENCRYPTION_KEY } from "../../provider/resources/encryption-key/table.js";
import { isSealed, type PackageResource, kindOf, openValue } from "./deployment.js";
import { identityOf, shown } from "./identity.js";
import { type KeyFlag, type KeyState, type KeyStatus, type NextUp } from "./key-status.js";
import { type Decrypt } from "./passphrase.js";

const STATES: Readonly<Record<Assessment["state"], KeyState>> = {
  valid: "valid",
  "in-window": "due",
  expired: "expired",
  unreadable: "unreadable",
};

const isEncryptionKey = ({ type }: PackageResource): boolean => kindOf(type) === WEBHOOK_ENCRYPTION_KEY.name;

const nextUpOf = (resource: PackageResource, key: Assessment, renewBeforeDays: number): NextUp => {
  const { protect, taint, pendingReplacement } = resource;
  const isTainted = taint === true;
  if (isEncryptionKey(resource) && !isTainted) {
    if (pendingReplacement === true) return { action: "replace", reason: "replacement in progress" };
    return { action: "keep", reason: key.state === "valid" ? "" : "needs a new certificate" };
  }
  if (key.state === "unreadable" && !isTainted) return { action: "fail", reason: "unreadable date" };
  if (isTainted || isDue(key)) {
    if (protect === true) return { action: "fail", reason: "protected" };
    if (isTainted) return { action: "replace", reason: "tainted" };
    return { action: "replace", reason: STATES[key.state] };
  }
  if (pendingReplacement === true) return { action: "replace", reason: "replacement in progress" };
  return { action: "keep", reason: renewBeforeDays === 0 ? "no renewal window" : "" };
};

const daysOf = (ms: number): number | undefined => (Number.isNaN(ms) ? undefined : Math.floor(ms / DAY_MS));

/** It isn't known when an adopted key was issued. Its validity then counts as the requested one. */
const percentLeftOf = (
  leftMs: number,
  submitTimeUtc: string | undefined,
  expiryDuration: unknown,
  now: Date,
): number => {
  const issued = parseDate(submitTimeUtc ?? "")?.getTime();
  const askedDays = typeof expiryDuration === "number" ? expiryDuration : DEFAULT_EXPIRY_DURATION_DAYS;
  const validityMs = issued === undefined ? askedDays * DAY_MS : leftMs + now.getTime() - issued;
  const share = leftMs <= 0 ? 0 : leftMs / Math.max(leftMs, validityMs);
  return Number.isNaN(share) ? 0 : Math.round(share * 100);
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The renewal window in days. An encryption key isn't renewed by a run: its window is when a person should act. */
const windowOf = (resource: PackageResource, decrypt: Decrypt): number => {
  if (isEncryptionKey(resource)) return DUE_BEFORE_DAYS;
  const asked = openValue(resource.inputs?.["renewBeforeDays"], decrypt);
  return typeof asked === "number" && asked >= 0 ? asked : DEFAULT_RENEW_BEFORE_DAYS;
};

/** The status of a key. Of its secrets, decrypts only the two dates. */
export const assessKey = (resource: PackageResource, decrypt: Decrypt, now: Date): KeyStatus => {
  const { urn, type, protect, taint } = resource;
  const { expirationDate, submitTimeUtc, organizationId, host, status, expiryDuration } = resource.outputs ?? {};
  const renewBeforeDays = windowOf(resource, decrypt);
  const issued = textOf(openValue(submitTimeUtc, decrypt));
  const end = textOf(openValue(expirationDate, decrypt)) ?? "";
  const assessment = assess({ submitTimeUtc: issued, expirationDate: end, renewBeforeDays }, now);
  const { leftMs, windowMs } = assessment;

  const flags: [KeyFlag, boolean][] = [
    ["adopted", status === "ADOPTED"],
    ["protected", protect === true],
    ["tainted", taint === true],
  ];
  return {
    ...identityOf(urn),
    kind: kindOf(type) ?? "",
    organizationId: shown(organizationId),
    host: host === undefined ? undefined : shown(isSealed(host) ? undefined : host),
    state: STATES[assessment.state],
    flags: flags.filter(([, isSet]) => isSet).map(([flag]) => flag),
    daysLeft: daysOf(leftMs),
    daysUntilDue: daysOf(leftMs - windowMs),
    percentLeft: percentLeftOf(leftMs, issued, expiryDuration, now),
    nextUp: nextUpOf(resource, assessment, renewBeforeDays),
  };
};
