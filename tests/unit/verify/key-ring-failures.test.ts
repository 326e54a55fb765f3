import { describe, expect, test } from "@jest/globals";
import { type VerificationKey } from "../../../verify/index.js";
import { key, setUp, stateOf } from "./key-ring-setup.js";

describe("if refreshKeys fails", () => {
  test.each<[string, () => unknown, string]>([
    ["rejects", () => Promise.reject(new Error("sealed")), "sealed"],
    [
      "throws",
      () => {
        throw new Error("no such file");
      },
      "no such file",
    ],
    ["returns undefined", () => undefined, "but is undefined"],
    ["returns null", () => Promise.resolve(null), "but is null"],
    ["returns an object with keys", () => Promise.resolve({ keys: [key("two")] }), "Pass its `keys`"],
    ["returns text", () => Promise.resolve(JSON.stringify([key("two")])), "parse it first"],
    ["returns a Map", () => Promise.resolve(new Map([["two", key("two")]])), "an object of type Map"],
    ["returns an invalid key", () => Promise.resolve([key("two"), { keyId: "three" }]), "returned[1]"],
  ])("it keeps the keys, throws the reason and tries again after the interval: %s", async (_, read, reason) => {
    const { vault, find, time } = setUp({ keys: [key("one")] });
    vault.read = read;
    await expect(find("two")).rejects.toThrow(reason);
    // Within the interval the vault isn't read again, and the same failure is thrown.
    await expect(find("two")).rejects.toThrow(reason);
    expect(vault.reads).toBe(1);
    expect(await find("one")).toEqual(key("one"));
    vault.read = undefined;
    vault.keys = [key("two")];
    await time.advance(10_000);
    expect(await find("two")).toEqual(key("two"));
  });

  test("in the background, notifications are still accepted", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    await time.advance(150_000);
    vault.read = () => Promise.reject(new Error("sealed"));
    expect(await find("one")).toEqual(key("one"));
    await time.advance(1);
    expect(vault.reads).toBe(2);
  });
});

describe("if refreshKeys hangs", () => {
  const hang = (): Promise<never> => new Promise(() => undefined);

  test("a notification waits five seconds and then throws a retryable error; a later one calls refreshKeys again", async () => {
    const { vault, find, time } = setUp();
    vault.read = hang;
    const first = find("one").catch((error: unknown) => error);
    await time.advance(2_000);
    const second = find("one").catch((error: unknown) => error);
    await time.advance(2_999);
    expect(await stateOf(first)).toBe("waits");
    await time.advance(1);
    const late = { code: "ERR_NOTIFICATION_KEYS_UNREADABLE", retryable: true };
    expect(await stateOf(first)).toMatchObject(late);
    expect(await stateOf(second)).toMatchObject(late);
    await expect(find("one")).rejects.toMatchObject(late);
    expect(vault.reads).toBe(1);
    vault.read = undefined;
    await time.advance(5_000);
    expect(await find("one")).toEqual(key("one"));
    expect(time.waiting()).toBe(0);
  });

  test("its late result is used, unless a later call returned first", async () => {
    const { vault, find, time } = setUp({ refreshIntervalSeconds: 1 });
    const ends: ((keys: VerificationKey[]) => void)[] = [];
    vault.read = () => new Promise((resolve) => ends.push(resolve));
    const first = find("two").catch((error: unknown) => error);
    await time.advance(1_000);
    const second = find("two");
    ends[1]?.([key("two")]);
    expect(await second).toEqual(key("two"));
    // The second refresh returned the key that the first lookup waits for.
    expect(await first).toEqual(key("two"));
    ends[0]?.([key("one")]);
    await time.advance(1);
    expect(await find("two")).toEqual(key("two"));

    await time.advance(5_000);
    const third = find("three").catch((error: unknown) => error);
    await time.advance(5_000);
    expect(await third).toMatchObject({ retryable: true });
    ends[2]?.([key("three")]);
    await time.advance(1);
    expect(await find("three")).toEqual(key("three"));
    expect(vault.reads).toBe(3);
  });
});
