import { describe, expect, test } from "@jest/globals";
import { createKeyRing, type VerificationKey } from "../../../verify/index.js";

const key = (keyId: string): VerificationKey => ({ keyId, key: "a2V5" });

/** A ring over a vault whose content a test sets, with a clock that it moves. */
const setUp = (keys?: readonly VerificationKey[]) => {
  const vault = { keys: [key("one")], reads: 0, isSealed: false };
  let nowMs = Date.UTC(2026, 5, 1);
  const find = createKeyRing({
    ...(keys !== undefined && { keys }),
    refreshKeys: async () => {
      vault.reads += 1;
      if (vault.isSealed) throw new Error("sealed");
      return vault.keys;
    },
    refreshIntervalSeconds: 10,
    now: () => new Date(nowMs),
  });
  return { vault, find, later: (ms: number) => (nowMs += ms) };
};

describe("createKeyRing", () => {
  test("reads the keys when the first notification comes, and not again for a key that it has", async () => {
    const { vault, find } = setUp();
    expect(await find("one")).toEqual(key("one"));
    expect(await find("one")).toEqual(key("one"));
    expect(vault.reads).toBe(1);
  });

  test("takes up a rotation: an unknown key reads the keys once", async () => {
    const { vault, find } = setUp([key("one")]);
    expect(await find("one")).toEqual(key("one"));
    expect(vault.reads).toBe(0);
    vault.keys = [key("two"), key("one")];
    expect(await find("two")).toEqual(key("two"));
    expect(vault.reads).toBe(1);
  });

  test("does not read again before the interval has passed, whatever keys are named", async () => {
    const { vault, find, later } = setUp();
    for (const invented of ["x", "y", "z"]) expect(await find(invented)).toBeUndefined();
    expect(vault.reads).toBe(1);
    later(9_999);
    expect(await find("x")).toBeUndefined();
    expect(vault.reads).toBe(1);
    later(1);
    vault.keys = [key("x")];
    expect(await find("x")).toEqual(key("x"));
    expect(vault.reads).toBe(2);
  });

  test("notifications that come at once wait for the same reading", async () => {
    const { vault, find } = setUp();
    const found = await Promise.all(["one", "one", "x"].map(find));
    expect(found).toEqual([key("one"), key("one"), undefined]);
    expect(vault.reads).toBe(1);
  });

  test("keeps its keys when reading them fails, and tells the failure", async () => {
    const { vault, find, later } = setUp([key("one")]);
    vault.isSealed = true;
    await expect(find("two")).rejects.toThrow("sealed");
    expect(await find("one")).toEqual(key("one"));
    vault.isSealed = false;
    later(10_000);
    vault.keys = [key("two")];
    expect(await find("two")).toEqual(key("two"));
  });
});
