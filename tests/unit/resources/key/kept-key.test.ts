import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../../provider/resources/key/kept-key.js";
import { DAY_MS } from "../../../../provider/dates.js";

const now = new Date("2026-06-01T00:00:00Z");
const inDays = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();
const key = { submitTimeUtc: inDays(-300), expirationDate: inDays(200) };
const warningsOf = (kept: Parameters<typeof findingsOf>[0]): readonly string[] => {
  const { warnings, error } = findingsOf(kept, now);
  expect(error).toBeUndefined();
  return warnings;
};

describe("findingsOf", () => {
  test("says nothing about a key that isn't due", () => {
    expect(warningsOf(key)).toEqual([]);
    expect(warningsOf({ ...key, renewBeforeDays: 30 })).toEqual([]);
    expect(warningsOf({ ...key, expirationDate: inDays(30.001) })).toEqual([]);
  });

  test("warns of a key that is due or has expired and isn't replaced, as with --target", () => {
    expect(warningsOf({ ...key, expirationDate: inDays(20), renewBeforeDays: 30 })).toEqual([
      "This key is due for renewal, and this run doesn't replace it. The next `pulumi up` that includes it does.",
    ]);
    expect(warningsOf({ ...key, expirationDate: inDays(-1) })).toEqual([
      "This key has expired, and this run doesn't replace it. The next `pulumi up` that includes it does.",
    ]);
  });

  test("warns of a key that expires within 30 days and is renewed only after that", () => {
    const expiring = { ...key, expirationDate: inDays(30) };
    expect(warningsOf(expiring)).toEqual([
      "This key expires within 30 days and is replaced only after that. To renew it in time, set renewBeforeDays.",
    ]);
    expect(warningsOf({ ...expiring, renewBeforeDays: 10 })).toEqual([]);
  });

  test("warns of a renewal window that isn't shorter than the validity", () => {
    const short = { submitTimeUtc: inDays(-1), expirationDate: inDays(20) };
    expect(warningsOf({ ...short, renewBeforeDays: 30 })).toEqual([
      "The service granted a validity that isn't longer than renewBeforeDays (30 days), so the key is renewed when a " +
        "third of its validity is left. To remove this warning, lower renewBeforeDays.",
    ]);
    expect(warningsOf({ ...short, renewBeforeDays: 10.5 })).toEqual([]);
  });

  test("warns of a renewal window longer than half of the validity", () => {
    const issuedNow = { submitTimeUtc: inDays(0), expirationDate: inDays(365) };
    const wide = (days: number): string =>
      `renewBeforeDays (${days} days) is more than half of the key's validity, so the key is replaced more often than ` +
      "needed. Lower renewBeforeDays.";
    expect(warningsOf({ ...issuedNow, renewBeforeDays: 364 })).toEqual([wide(364)]);
    expect(warningsOf({ ...issuedNow, renewBeforeDays: 183 })).toEqual([wide(183)]);
    expect(warningsOf({ ...issuedNow, renewBeforeDays: 182.5 })).toEqual([]);
  });

  test.each(["in a year", ""])("fails the run if expirationDate is %j, and says what to do", (expirationDate) => {
    expect(findingsOf({ ...key, expirationDate, renewBeforeDays: 30 }, now)).toEqual({
      warnings: [],
      error:
        "ERR_KEY_DATE_UNREADABLE: The service gave this key an expirationDate that can't be read, so nobody can tell when " +
        "the key must be renewed, and no run renews it. The key works, and receivers get it. Ask the vendor's support when " +
        "it expires. To replace the key together with the WebhookVerificationKeys that hold it: `pulumi up --target-replace " +
        "URN --target-dependents` (`pulumi stack --show-urns` lists the URNs). Until then every run ends with this error, " +
        "after it has done everything else.",
    });
  });

  test("says nothing about a key that doesn't exist yet, whichever values are missing", () => {
    for (const kept of [{}, { expirationDate: undefined, renewBeforeDays: 30 }, { submitTimeUtc: inDays(0) }]) {
      expect(warningsOf(kept)).toEqual([]);
    }
    expect(warningsOf({ expirationDate: inDays(200), submitTimeUtc: undefined, renewBeforeDays: 30 })).toEqual([]);
    const mocked = { expirationDate: inDays(200), submitTimeUtc: null as unknown as string, renewBeforeDays: 30 };
    expect(warningsOf(mocked)).toEqual([]);
    expect(warningsOf({ ...key, renewBeforeDays: "30" as unknown as number })).toEqual([]);
  });

  test("doesn't mention dates", () => {
    const text = warningsOf({ ...key, expirationDate: inDays(3) }).join();
    expect(text).not.toBe("");
    expect(text).not.toContain("2026");
  });
});
