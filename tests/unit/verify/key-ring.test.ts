import { describe, expect, test } from "@jest/globals";
import { signNotification } from "../../../testing/index.js";
import { createKeyRing, type KeyRingOptions, type VerificationKey, verifyNotification } from "../../../verify/index.js";
import { createVirtualTime } from "./virtual-time.js";

const START_MS = Date.UTC(2026, 5, 1);
const key = (keyId: string, more: Partial<VerificationKey> = {}): VerificationKey => ({
  keyId,
  key: Buffer.from(`the key of ${keyId}`).toString("base64"),
  ...more,
});

/** A ring over a vault whose content and manner a test sets, with a clock and timers that it moves. */
const setUp = (options: Partial<KeyRingOptions> = {}) => {
  const time = createVirtualTime(START_MS);
  const vault = { keys: [key("one")] as unknown, reads: 0, read: undefined as (() => unknown) | undefined };
  const find = createKeyRing({
    refreshKeys: (): Promise<VerificationKey[]> => {
      vault.reads += 1;
      return vault.read === undefined
        ? Promise.resolve(vault.keys as VerificationKey[])
        : (vault.read() as Promise<VerificationKey[]>);
    },
    now: time.now,
    startTimer: time.startTimer,
    ...options,
  });
  return { vault, find, time };
};

/** What a promise has come to by now, without waiting for it. */
const stateOf = async (promise: Promise<unknown>): Promise<unknown> =>
  Promise.race([promise, new Promise((resolve) => setImmediate(resolve, "waits"))]);

describe("a key ring", () => {
  test("reads the keys when the first notification comes, and not again for a key that it has", async () => {
    const { vault, find } = setUp();
    expect(await find("one")).toEqual(key("one"));
    expect(await find("one")).toEqual(key("one"));
    expect(vault.reads).toBe(1);
  });

  test("takes up a rotation: an unknown key reads the keys once", async () => {
    const { vault, find } = setUp({ keys: [key("one")] });
    expect(await find("one")).toEqual(key("one"));
    expect(vault.reads).toBe(0);
    vault.keys = [key("two"), key("one")];
    expect(await find("two")).toEqual(key("two"));
    expect(vault.reads).toBe(1);
  });

  test("does not read again before the interval has passed, whatever keys are named", async () => {
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

  test("notifications that come at once wait for the same reading", async () => {
    const { vault, find, time } = setUp();
    const found = await Promise.all(["one", "one", "x"].map(find));
    expect(found).toEqual([key("one"), key("one"), undefined]);
    expect(vault.reads).toBe(1);
    expect(time.waiting()).toBe(0);
  });
});

describe("a reading's age", () => {
  test("a key that has left the source is dropped within five minutes, without an unknown one", async () => {
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

  test("a receiver that nobody has called for long asks before it answers", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    vault.keys = [key("two")];
    await time.advance(3_600_000);
    expect(await find("one")).toBeUndefined();
  });

  test("what was read last stays in use while the source fails", async () => {
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

  test("an empty list is a reading: the keys were taken away", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    vault.keys = [];
    await time.advance(300_000);
    expect(await find("one")).toBeUndefined();
  });

  test("a clock that is set back doesn't stop the readings", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    vault.keys = [key("two")];
    time.moveClock(-3_600_000);
    expect(await find("two")).toEqual(key("two"));
  });
});

describe("a reading that fails", () => {
  test.each<[string, () => unknown, string]>([
    ["rejects", () => Promise.reject(new Error("sealed")), "sealed"],
    [
      "throws",
      () => {
        throw new Error("no such file");
      },
      "no such file",
    ],
    ["gives nothing", () => undefined, "but is undefined"],
    ["gives null", () => Promise.resolve(null), "but is null"],
    ["gives an object with keys", () => Promise.resolve({ keys: [key("two")] }), "Pass its `keys`"],
    ["gives text", () => Promise.resolve(JSON.stringify([key("two")])), "parse it first"],
    ["gives a Map", () => Promise.resolve(new Map([["two", key("two")]])), "an object of the kind Map"],
    ["gives a key that is none", () => Promise.resolve([key("two"), { keyId: "three" }]), "returned[1]"],
  ])("changes nothing, is told, and is tried again: %s", async (_, read, reason) => {
    const { vault, find, time } = setUp({ keys: [key("one")] });
    vault.read = read;
    await expect(find("two")).rejects.toThrow(reason);
    // Within the interval nobody asks again, and the failure is still the reason.
    await expect(find("two")).rejects.toThrow(reason);
    expect(vault.reads).toBe(1);
    expect(await find("one")).toEqual(key("one"));
    vault.read = undefined;
    vault.keys = [key("two")];
    await time.advance(10_000);
    expect(await find("two")).toEqual(key("two"));
  });

  test("in the background it disturbs nobody", async () => {
    const { vault, find, time } = setUp();
    await find("one");
    await time.advance(150_000);
    vault.read = () => Promise.reject(new Error("sealed"));
    expect(await find("one")).toEqual(key("one"));
    await time.advance(1);
    expect(vault.reads).toBe(2);
  });
});

describe("a reading that hangs", () => {
  const hang = (): Promise<never> => new Promise(() => undefined);

  test("holds a notification for five seconds, with a retry asked for, and is then made again", async () => {
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

  test("is taken when it ends at last, and is forgotten where a later one was good", async () => {
    const { vault, find, time } = setUp({ refreshIntervalSeconds: 1 });
    const ends: ((keys: VerificationKey[]) => void)[] = [];
    vault.read = () => new Promise((resolve) => ends.push(resolve));
    const first = find("two").catch((error: unknown) => error);
    await time.advance(1_000);
    const second = find("two");
    ends[1]?.([key("two")]);
    expect(await second).toEqual(key("two"));
    // The second reading has brought what the first one was for.
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

describe("a key that is held and of no use", () => {
  const body = "{}";
  const verify = (keys: ReturnType<typeof createKeyRing>, signer: VerificationKey, now: Date) =>
    verifyNotification({ header: signNotification({ body, key: signer, now }), body, keys, now });
  const expected = (code: string): unknown => expect.objectContaining({ code });

  test("is read again when it has expired: the service repeated it with a later end", async () => {
    const { vault, find, time } = setUp();
    vault.keys = [key("one", { expirationDate: new Date(START_MS + 20_000).toISOString() })];
    await verify(find, key("one"), time.now());
    await time.advance(20_000);
    await expect(verify(find, key("one"), time.now())).rejects.toEqual(expected("ERR_NOTIFICATION_KEY_EXPIRED"));
    expect(vault.reads).toBe(2);
    vault.keys = [key("one", { expirationDate: new Date(START_MS + 86_400_000).toISOString() })];
    await time.advance(9_999);
    await expect(verify(find, key("one"), time.now())).rejects.toEqual(expected("ERR_NOTIFICATION_KEY_EXPIRED"));
    await time.advance(1);
    await expect(verify(find, key("one"), time.now())).resolves.toMatchObject({ keyId: "one" });
    expect(vault.reads).toBe(3);
  });

  test("is read again when it doesn't verify: the service has another key under this id", async () => {
    const { vault, find, time } = setUp({ keys: [key("one")] });
    const other = { ...key("one"), key: key("another").key };
    await expect(verify(find, other, time.now())).rejects.toEqual(expected("ERR_NOTIFICATION_SIGNATURE_MISMATCH"));
    expect(vault.reads).toBe(1);
    vault.keys = [other];
    await time.advance(10_000);
    await expect(verify(find, other, time.now())).resolves.toMatchObject({ keyId: "one" });
    await expect(verify(find, key("one"), time.now())).rejects.toEqual(expected("ERR_NOTIFICATION_SIGNATURE_MISMATCH"));
    expect(vault.reads).toBe(2);
  });

  test("a source that fails then is a reason to retry", async () => {
    const { vault, find, time } = setUp({ keys: [key("one")] });
    vault.read = () => Promise.reject(new Error("sealed"));
    await expect(verify(find, { ...key("one"), key: key("x").key }, time.now())).rejects.toThrow("sealed");
  });

  test("other lookups are asked once", async () => {
    const asked: string[] = [];
    const lookup = async (keyId: string): Promise<VerificationKey> => {
      asked.push(keyId);
      return key("one");
    };
    const now = new Date(START_MS);
    const header = signNotification({ body, key: { ...key("one"), key: key("x").key }, now });
    await expect(verifyNotification({ header, body, keys: lookup, now })).rejects.toThrow("SIGNATURE_MISMATCH");
    expect(asked).toEqual(["one"]);
  });
});

test.each([
  { refreshIntervalSeconds: -1 },
  { maxAgeSeconds: Number.NaN },
  { refreshTimeoutSeconds: Number.POSITIVE_INFINITY },
  { keys: { keys: [key("one")] } as never },
  { refreshKeys: undefined as never },
])("options that are none are the program's mistake: %j", (options) => {
  expect(() => setUp(options)).toThrow(TypeError);
});

test("the system's timer runs, and can be stopped", async () => {
  const keys = createKeyRing({ refreshKeys: () => new Promise(() => undefined), refreshTimeoutSeconds: 0.001 });
  await expect(keys("one")).rejects.toMatchObject({ code: "ERR_NOTIFICATION_KEYS_UNREADABLE" });
});
