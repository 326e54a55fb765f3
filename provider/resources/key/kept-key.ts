import { assess } from "./expiry.js";
import { DEFAULT_RENEW_BEFORE_DAYS } from "./table.js";
import { DAY_MS } from "../../dates.js";

/** If a key without a renewal window expires in at most this many days, a run warns of it. */
const WARN_BEFORE_DAYS = 30;

/** A key that this run doesn't replace. Its values are undefined before it's created, and can be missing with mocks. */
export interface KeptKey {
  readonly expirationDate?: string | undefined;
  readonly submitTimeUtc?: string | undefined;
  readonly renewBeforeDays?: number | undefined;
}

/** What is wrong with a key. The texts contain no date and no key. */
export interface Findings {
  readonly warnings: readonly string[];
  /** Fails the run after everything else in it is done. */
  readonly error: string | undefined;
}

const NOTHING: Findings = { warnings: [], error: undefined };

const UNREADABLE =
  "ERR_KEY_DATE_UNREADABLE: The service gave this key an expirationDate that can't be read, so nobody can tell when the " +
  "key must be renewed, and no run renews it. The key works, and receivers get it. Ask the " +
  "vendor's support when it expires. To replace the key together with the " +
  "WebhookVerificationKeys that hold it: `pulumi up --target-replace URN --target-dependents` (`pulumi stack " +
  "--show-urns` lists the URNs). Until then every run ends with this error, after it has done everything else.";

/** Checks a key that this run doesn't replace. */
export const findingsOf = (key: KeptKey, now: Date): Findings => {
  const { expirationDate, submitTimeUtc, renewBeforeDays = DEFAULT_RENEW_BEFORE_DAYS } = key;
  if (typeof expirationDate !== "string" || typeof renewBeforeDays !== "number") return NOTHING;
  const issued = typeof submitTimeUtc === "string" ? submitTimeUtc : undefined;
  const { state, isWindowCut, isWindowWide, leftMs } = assess(
    { expirationDate, submitTimeUtc: issued, renewBeforeDays },
    now,
  );
  if (state === "unreadable") return { warnings: [], error: UNREADABLE };

  const warnings: string[] = [];
  if (state === "in-window" || state === "expired") {
    warnings.push(
      `This key ${state === "expired" ? "has expired" : "is due for renewal"}, and this run doesn't replace it. The next ` +
        "`pulumi up` that includes it does.",
    );
  }
  if (state === "valid" && leftMs <= WARN_BEFORE_DAYS * DAY_MS && renewBeforeDays === 0) {
    warnings.push(
      `This key expires within ${WARN_BEFORE_DAYS} days and is replaced only after that. To renew it in time, set renewBeforeDays.`,
    );
  }
  if (isWindowCut) {
    warnings.push(
      `The service granted a validity that isn't longer than renewBeforeDays (${renewBeforeDays} days), so the key is ` +
        "renewed when a third of its validity is left. To remove this warning, lower renewBeforeDays.",
    );
  }
  if (isWindowWide) {
    warnings.push(
      `renewBeforeDays (${renewBeforeDays} days) is more than half of the key's validity, so the key is replaced more ` +
        "often than needed. Lower renewBeforeDays.",
    );
  }
  return { warnings, error: undefined };
};
