import { describe, expect, test } from "@jest/globals";
import { createKeyRing } from "../../../verify/index.js";
import { key, setUp, stateOf } from "./key-ring-setup.js";

describe("a key ring", () => {
  test("reads the keys for the first notification, and not again for a key that it has", async () => {
    const { vault, find } = setUp();
    expect(await find("one")).toEqual(key("one"));
    expect(await find("one")).toEqual(key("one"));
    expect(vault.reads).toBe(1);
  });

  test("reads the keys once for an unknown key, as after a rotation", async () => {
    const { vault, find } = setUp({ keys: [key("one")] });
    expect(await find("one")).toEqual(key("one"));
    expect(vault.reads).toBe(0);
    vault.keys = [key("two"), key("one")];
    expect(await find("two")).toEqual(key("two"));
    expect(vault.reads).toBe(1);
  });

  test("reads no more than once per interval, even for other unknown keys", async () => {
    const { vault, find, time } = setUp();
    for (const invented of ["x", "y", "z"]) expect(await find(invented)).toBeUndefined();
    expect(vault.reads).toBe(1);
    await time.advance(9_999);
    expect(await find("x")).toBeUndefined();
    expect(vault.reads).toBe(1);
    await time.advance(1);
    vault.keys = [key("x")];
    expect(await find("x")).toEqual(key("x"));
    expect(vault.reads).toBe(2);
  });

  test("reads the keys once for notifications that arrive together", async () => {
    const { vault, find, time } = setUp();
    const found = await Promise.all(["one", "one", "x"].map(find));
    expect(found).toEqual([key("one"), key("one"), undefined]);
    expect(vault.reads).toBe(1);
    expect(time.waiting()).toBe(0);
  });
});

describe("the age of the keys", () => {
  test("a key that was removed from the source is dropped within five minutes, even if no other key is needed", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    vault.keys = [key("two")];
    await time.advance(149_999);
    expect(await find("one")).toEqual(key("one"));
    expect(vault.reads).toBe(1);
    await time.advance(1);
    expect(await find("one")).toEqual(key("one"));
    expect(vault.reads).toBe(2);
    expect(await find("one")).toBeUndefined();
  });

  test("after a long idle time, the keys are read before one is used", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    vault.keys = [key("two")];
    await time.advance(3_600_000);
    expect(await find("one")).toBeUndefined();
  });

  test("the last keys stay in use while the source fails", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    for (const read of [() => Promise.reject(new Error("sealed")), () => Promise.resolve(null)]) {
      vault.read = read;
      await time.advance(3_600_000);
      expect(await find("one")).toEqual(key("one"));
    }
    vault.read = () => new Promise(() => undefined);
    await time.advance(3_600_000);
    const found = find("one");
    expect(await stateOf(found)).toBe("waits");
    await time.advance(5_000);
    expect(await stateOf(found)).toEqual(key("one"));
  });

  test("an empty list removes all keys", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    vault.keys = [];
    await time.advance(300_000);
    expect(await find("one")).toBeUndefined();
  });

  test("the keys are still read after the clock was set back", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    vault.keys = [key("two")];
    time.moveClock(-3_600_000);
    expect(await find("two")).toEqual(key("two"));
  });
});

test.each([
  { refreshIntervalSeconds: -1 },
  { maxAgeSeconds: Number.NaN },
  { refreshTimeoutSeconds: Number.POSITIVE_INFINITY },
  { keys: { keys: [key("one")] } as never },
  { refreshKeys: undefined as never },
])("rejects invalid options with a TypeError: %j", (options) => {
  expect(() => setUp(options)).toThrow(TypeError);
});

test("uses the system's timer by default", async () => {
  const keys = createKeyRing({ refreshKeys: () => new Promise(() => undefined), refreshTimeoutSeconds: 0.001 });
  await expect(keys("one")).rejects.toMatchObject({ code: "ERR_NOTIFICATION_KEYS_UNREADABLE" });
});
