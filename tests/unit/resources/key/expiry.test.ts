import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { assess, isDue } from "../../../../provider/resources/key/expiry.js";
import { DAY_MS, parseDate } from "../../../../provider/dates.js";

const issued = "2026-01-01T00:00:00.000Z";
const end = "2027-01-01T00:00:00.000Z";
const at = (text: string, plusMs = 0): Date => new Date(Date.parse(text) + plusMs);

describe("parseDate", () => {
  test.each([
    ["2021-03-17T06:53:06+0000", "2021-03-17T06:53:06.000Z"],
    ["2022-02-18T19:49:52Z", "2022-02-18T19:49:52.000Z"],
    ["2023-07-11T04:07:52.157-07:00", "2023-07-11T11:07:52.157Z"],
    ["2024-02-29T23:59:59z", "2024-02-29T23:59:59.000Z"],
    ["2024-02-29t23:59:59.123456789Z", "2024-02-29T23:59:59.123Z"],
    [" 2026-01-31T00:00:00Z ", "2026-01-31T00:00:00.000Z"],
    ["9999-12-31T23:59:59-07:00", "9999-12-31T23:59:59.999Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    ["9999-12-31T23:59:59.998Z", "9999-12-31T23:59:59.998Z"],
    ["0000-01-01T00:00:00+23:59", "0000-01-01T00:00:00.000Z"],
    ["0000-01-01T00:00:00.001Z", "0000-01-01T00:00:00.001Z"],
    // Version 0.1.0 wrote the first of these into states.
    ["+010000-01-01T06:59:59.000Z", "9999-12-31T23:59:59.999Z"],
    ["-000001-12-31T00:01:00.000Z", "0000-01-01T00:00:00.000Z"],
    ["+002027-01-01T00:00:00Z", "2027-01-01T00:00:00.000Z"],
  ])("reads %s", (text, expected) => {
    expect(parseDate(text)?.toISOString()).toBe(expected);
  });

  test.each([
    "",
    "soon",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "1767225600000",
    "2025-02-29T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T25:00:00Z",
    "12026-01-01T00:00:00Z",
    "012026-01-01T00:00:00Z",
    "+12026-01-01T00:00:00Z",
    "-000000-01-01T00:00:00Z",
    "+010000-02-30T00:00:00Z",
    "+275760-09-13T00:00:00.001Z",
    "2026-01-01T00:00:00Z0",
    "2026-01-01T00:00:00.1234567890Z",
    "2026-01-01T00:00:00+99:99",
    "Thu, 01 Jan 2026 00:00:00 GMT",
  ])("refuses %j", (text) => {
    expect(parseDate(text)).toBeUndefined();
  });
});

test("every parsed date is the same after it's written and parsed again", () => {
  const twoDigits = (max: number, min = 0) => fc.integer({ min, max }).map((part) => String(part).padStart(2, "0"));
  const year = fc.oneof(
    fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, "0")),
    fc.constantFrom("0000", "9999", "+010000", "-000001", "+275760", "-271821"),
  );
  const form = fc.tuple(
    year,
    twoDigits(12, 1),
    twoDigits(31, 1),
    twoDigits(23),
    twoDigits(59),
    twoDigits(59),
    twoDigits(23),
    twoDigits(59),
  );
  const zone = fc.constantFrom("Z", "z", "+", "-", "+:", "-:");
  const fraction = fc.constantFrom("", ".0", ".999", ".999999999");
  fc.assert(
    fc.property(form, fraction, zone, ([y, mo, d, h, mi, s, oh, om], rest, mark) => {
      const offset = mark.toUpperCase() === "Z" ? mark : `${mark.slice(0, 1)}${oh}${mark.slice(1)}${om}`;
      const date = parseDate(`${y}-${mo}-${d}T${h}:${mi}:${s}${rest}${offset}`);
      if (date === undefined) return;
      const written = date.toISOString();
      expect(written).toMatch(/^\d{4}-/);
      expect(parseDate(written)).toEqual(date);
    }),
    { numRuns: 2000 },
  );
});

describe("assess", () => {
  const life = { submitTimeUtc: issued, expirationDate: end, renewBeforeDays: 30 };
  const windowStart = at(end, -30 * DAY_MS);

  test.each([
    [-1, "valid"],
    [0, "in-window"],
    [1, "in-window"],
  ])("a key %i ms after the start of its renewal window is %s", (plusMs, state) => {
    expect(assess(life, new Date(windowStart.getTime() + plusMs)).state).toBe(state);
  });

  test.each([
    [-1, "valid"],
    [0, "expired"],
    [1, "expired"],
  ])("a key without a window is, %i ms after its expirationDate, %s", (plusMs, state) => {
    expect(assess({ ...life, renewBeforeDays: 0 }, at(end, plusMs)).state).toBe(state);
  });

  test("a key that was just issued isn't due, however long the window", () => {
    for (const renewBeforeDays of [0, 30, 364, 365, 366, 10_000]) {
      expect(isDue(assess({ ...life, renewBeforeDays }, at(issued)))).toBe(false);
    }
  });

  test("the window is a third of the validity if renewBeforeDays isn't shorter than the validity", () => {
    const short = { submitTimeUtc: issued, expirationDate: "2026-01-31T00:00:00Z", renewBeforeDays: 30 };
    const thirdMs = 10 * DAY_MS;
    expect(assess(short, at(short.expirationDate, -thirdMs - 1))).toMatchObject({ state: "valid", isWindowCut: true });
    expect(assess(short, at(short.expirationDate, -thirdMs))).toMatchObject({ state: "in-window", isWindowCut: true });
    expect(assess({ ...short, renewBeforeDays: 29 }, at(issued)).isWindowCut).toBe(false);
  });

  test.each([
    [182.4, false],
    [182.5, false],
    [182.6, true],
    [364, true],
    [365, false],
    [0, false],
  ])("a window of %d days of 365 is more than half of the validity: %s", (renewBeforeDays, isWindowWide) => {
    expect(assess({ ...life, renewBeforeDays }, at(issued)).isWindowWide).toBe(isWindowWide);
  });

  test("a window of 0 isn't changed, however short the validity", () => {
    expect(assess({ ...life, expirationDate: issued, renewBeforeDays: 0 }, at(issued))).toMatchObject({
      isWindowCut: false,
      isWindowWide: false,
    });
  });

  test.each([
    ["one day", "2026-01-02T00:00:00Z", 0.5],
    ["three years", "2028-12-31T00:00:00+0000", 30],
    ["a year that ends on a leap day", "2028-02-29T00:00:00.000-00:00", 30],
  ])("the window starts at the exact millisecond for a validity of %s", (_, expirationDate, renewBeforeDays) => {
    const key = { submitTimeUtc: issued, expirationDate, renewBeforeDays };
    const startMs = (parseDate(expirationDate)?.getTime() ?? 0) - renewBeforeDays * DAY_MS;
    expect(assess(key, new Date(startMs - 1)).state).toBe("valid");
    expect(assess(key, new Date(startMs)).state).toBe("in-window");
    expect(assess(key, new Date(startMs + 1)).state).toBe("in-window");
  });

  test("the window is renewBeforeDays if the time of issue isn't known", () => {
    const adopted = { expirationDate: "2026-01-10T00:00:00Z", renewBeforeDays: 30 };
    expect(assess(adopted, at(issued)).state).toBe("in-window");
  });

  test("a key is valid again when the clock is set back", () => {
    expect(assess(life, at(end, -365 * DAY_MS * 2)).state).toBe("valid");
  });

  test("a key whose date can't be read is never due", () => {
    expect(assess({ ...life, expirationDate: "never" }, at(issued))).toMatchObject({
      state: "unreadable",
      isWindowCut: false,
      isWindowWide: false,
    });
    expect(isDue(assess({ ...life, expirationDate: "" }, at(end, DAY_MS)))).toBe(false);
  });
});
