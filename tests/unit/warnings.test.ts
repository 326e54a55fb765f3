import { describe, expect, test } from "@jest/globals";
import { warningsOf } from "../../provider/warnings.js";

const DAY_MS = 86_400_000;
const now = new Date("2026-06-01T00:00:00Z");
const inDays = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();
const key = { keyId: "key-id", submitTimeUtc: inDays(-300), expirationDate: inDays(200) };

describe("warningsOf", () => {
  test("says nothing of a key that lives on", () => {
    expect(warningsOf(key, now)).toEqual([]);
    expect(warningsOf({ ...key, renewBeforeDays: 30 }, now)).toEqual([]);
    expect(warningsOf({ ...key, expirationDate: inDays(30.001) }, now)).toEqual([]);
  });

  test("warns of a key that ends within 30 days and is renewed only after that", () => {
    const ending = { ...key, expirationDate: inDays(30) };
    expect(warningsOf(ending, now)).toEqual([expect.stringContaining("expires within 30 days")]);
    expect(warningsOf({ ...ending, renewBeforeDays: 10 }, now)).toEqual([]);
  });

  test("warns of a window that is not smaller than the validity granted", () => {
    const short = { ...key, submitTimeUtc: inDays(-1), expirationDate: inDays(20) };
    expect(warningsOf({ ...short, renewBeforeDays: 30 }, now)).toEqual([expect.stringContaining("a third of it")]);
    expect(warningsOf({ ...short, renewBeforeDays: 10.5 }, now)).toEqual([]);
  });

  test("warns of a window that takes more than half of the validity", () => {
    const young = { ...key, submitTimeUtc: inDays(0), expirationDate: inDays(365) };
    expect(warningsOf({ ...young, renewBeforeDays: 364 }, now)).toEqual([expect.stringContaining("more often than")]);
    expect(warningsOf({ ...young, renewBeforeDays: 183 }, now)).toEqual([expect.stringContaining("more often than")]);
    expect(warningsOf({ ...young, renewBeforeDays: 182.5 }, now)).toEqual([]);
  });

  test("tells that an adopted key comes back when it is replaced by hand", () => {
    expect(warningsOf({ ...key, adopt: { keyId: "key-id" } }, now)).toEqual([
      expect.stringContaining("remove adopt first"),
    ]);
    expect(warningsOf({ ...key, adopt: { keyId: "an older one" } }, now)).toEqual([]);
  });

  test("names no date and no key", () => {
    const ending = { ...key, expirationDate: inDays(3), adopt: { keyId: "key-id" } };
    const text = warningsOf(ending, now).join();
    expect(text).not.toBe("");
    expect(text).not.toContain("key-id");
    expect(text).not.toContain("2026");
  });
});
