import * as pulumi from "@pulumi/pulumi";
import { type AdoptedKeyArgs } from "./adopted-key-args.js";
import { assess } from "./expiry.js";
import { DEFAULT_RENEW_BEFORE_DAYS } from "./properties.js";

const DAY_MS = 86_400_000;
/** A key that ends sooner, and that nothing renews in time, is warned of. */
const WARN_BEFORE_DAYS = 30;

/** What a warning is decided on. The optional ones are absent where the program leaves them out. */
export interface StandingKey {
  readonly keyId?: string | undefined;
  readonly expirationDate: string;
  readonly submitTimeUtc?: string | undefined;
  readonly renewBeforeDays?: number | undefined;
  readonly adopt?: { readonly keyId: string } | undefined;
}

/** Warnings about a key that stays. No date and no key in any text. */
export const warningsOf = (key: StandingKey, now: Date): string[] => {
  const { renewBeforeDays = DEFAULT_RENEW_BEFORE_DAYS, adopt } = key;
  const { state, isWindowCut, isWindowWide, leftMs } = assess({ ...key, renewBeforeDays }, now);
  const warnings: string[] = [];
  if (state === "valid" && leftMs <= WARN_BEFORE_DAYS * DAY_MS && renewBeforeDays === 0) {
    warnings.push(
      `It expires within ${WARN_BEFORE_DAYS} days and is replaced only after that. Set renewBeforeDays, so that a run renews it in time.`,
    );
  }
  if (isWindowCut) {
    warnings.push(
      "Its validity is not longer than renewBeforeDays, so it is renewed when a third of it is left. Set renewBeforeDays lower.",
    );
  }
  if (isWindowWide) {
    warnings.push(
      "More than half of its validity is renewal window, so it is replaced more often than needed. Set renewBeforeDays lower.",
    );
  }
  if (key.keyId !== undefined && adopt?.keyId === key.keyId) {
    warnings.push(
      "It was adopted. While adopt stays in the program, replacing it by hand brings the same key back: remove adopt first.",
    );
  }
  return warnings;
};

/** Warns on the resource's own row. A key that is to be replaced has no known outputs, so nothing is said of it. */
export const warnOfStandingKey = (
  resource: pulumi.Resource & {
    readonly keyId: pulumi.Output<string>;
    readonly expirationDate: pulumi.Output<string>;
    readonly submitTimeUtc: pulumi.Output<string | undefined>;
  },
  { renewBeforeDays, adopt }: { renewBeforeDays?: pulumi.Input<number>; adopt?: pulumi.Input<AdoptedKeyArgs> },
): void => {
  const { keyId, expirationDate, submitTimeUtc } = resource;
  // Waiting for a value costs a program time, so nothing is waited for that is not needed.
  const awaited = {
    expirationDate,
    ...(renewBeforeDays !== undefined && { submitTimeUtc, renewBeforeDays }),
    ...(adopt !== undefined && { keyId, adopt }),
  };
  pulumi.output(awaited).apply(async (standing) => {
    for (const warning of warningsOf(standing, new Date())) await pulumi.log.warn(warning, resource);
  });
};
