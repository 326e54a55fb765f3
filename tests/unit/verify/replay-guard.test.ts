import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { signNotification } from "../../../testing/index.js";
import { createReplayGuard, verifyNotification } from "../../../verify/index.js";

describe("createReplayGuard", () => {
  test("recognizes an ID until its time is over", async () => {
    let nowMs = 0;
    const { seen } = createReplayGuard({ ttlSeconds: 10, now: () => new Date(nowMs) });
    expect(await seen("a")).toBe(false);
    expect(await seen("a")).toBe(true);
    expect(await seen("b")).toBe(false);
    nowMs = 9_999;
    expect(await seen("a")).toBe(true);
    nowMs = 10_000;
    expect(await seen("a")).toBe(false);
    expect(await seen("a")).toBe(true);
  });

  test("forgets the oldest ID when its capacity is exceeded", async () => {
    const { seen } = createReplayGuard({ capacity: 2 });
    for (const id of ["a", "b", "c"]) expect(await seen(id)).toBe(false);
    expect(await seen("c")).toBe(true);
    expect(await seen("b")).toBe(true);
    expect(await seen("a")).toBe(false);
  });

  test("by default remembers 100,000 IDs for 600 seconds", async () => {
    let nowMs = 0;
    const { seen } = createReplayGuard({ now: () => new Date(nowMs) });
    for (let count = 0; count < 100_000; count += 1) await seen(String(count));
    nowMs = 599_999;
    expect(await seen("0")).toBe(true);
    await seen("one more");
    expect(await seen("0")).toBe(false);
  });

  test("forgets an ID on request, so that a retry is accepted", async () => {
    const { seen, forget } = createReplayGuard();
    await seen("a");
    await forget("a");
    expect(await seen("a")).toBe(false);
  });

  test.each([
    { ttlSeconds: -1 },
    { ttlSeconds: Number.NaN },
    { capacity: 0 },
    { capacity: 1.5 },
    { capacity: Number.NaN },
  ])("rejects invalid options with a TypeError: %j", (options) => {
    expect(() => createReplayGuard(options)).toThrow(TypeError);
  });
});

describe("with verifyNotification and any tolerance", () => {
  const key = { keyId: "key-1", key: "dGVzdF9rZXk=" };
  const body = "{}";
  const code = (error: unknown): unknown => Reflect.get(error as object, "code");

  test("no signature is accepted twice", async () => {
    const toleranceMs = fc.oneof(fc.constantFrom(0, 1, 500, 300_000, 3_600_000, 4_121_905), fc.nat(86_400_000));
    await fc.assert(
      fc.asyncProperty(
        toleranceMs,
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.nat(3_600),
        async (ms, share, ttl) => {
          const signedMs = Date.UTC(2026, 5, 1);
          const header = signNotification({ body, key, now: new Date(signedMs) });
          let nowMs = signedMs + Math.trunc(share * ms);
          const { seen } = createReplayGuard({ ttlSeconds: ttl, now: () => new Date(nowMs) });
          const verify = () =>
            verifyNotification({ header, body, keys: key, now: new Date(nowMs), toleranceSeconds: ms / 1000, seen });
          await verify();
          // The last instant at which the tolerance accepts the signature, and the next one.
          nowMs = signedMs + ms;
          expect(await verify().catch(code)).toBe("ERR_NOTIFICATION_REPLAYED");
          nowMs = signedMs + ms + 1;
          expect(await verify().catch(code)).toBe("ERR_NOTIFICATION_TOO_OLD");
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    [300, 0, 301],
    [300, 299_999, 1],
    [300, 300_000, 1],
    [300, -300_000, 601],
    [0, 0, 1],
    [0.5, 0, 1],
    [3600, 1, 3600],
  ])(
    "seen gets the seconds to remember: tolerance %d, %d ms after the signature: %d",
    async (toleranceSeconds, ageMs, expected) => {
      const now = new Date("2026-06-01T12:00:00.000Z");
      const header = signNotification({ body, key, now: new Date(now.getTime() - ageMs) });
      const told: number[] = [];
      const seen = async (_: string, seconds: number): Promise<boolean> => told.push(seconds) === 0;
      await verifyNotification({ header, body, keys: key, now, toleranceSeconds, seen });
      expect(told).toEqual([expected]);
    },
  );
});
