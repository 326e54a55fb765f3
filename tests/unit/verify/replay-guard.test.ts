import { describe, expect, test } from "@jest/globals";
import { createReplayGuard } from "../../../verify/index.js";

describe("createReplayGuard", () => {
  test("tells an id that it has seen, until its time is over", async () => {
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

  test("forgets the oldest beyond its capacity", async () => {
    const { seen } = createReplayGuard({ capacity: 2 });
    for (const id of ["a", "b", "c"]) expect(await seen(id)).toBe(false);
    expect(await seen("c")).toBe(true);
    expect(await seen("b")).toBe(true);
    expect(await seen("a")).toBe(false);
  });

  test("by default remembers 100,000 ids for 600 seconds", async () => {
    let nowMs = 0;
    const { seen } = createReplayGuard({ now: () => new Date(nowMs) });
    for (let count = 0; count < 100_000; count += 1) await seen(String(count));
    nowMs = 599_999;
    expect(await seen("0")).toBe(true);
    await seen("one more");
    expect(await seen("0")).toBe(false);
  });

  test("forgets an id on request, so that a retry is accepted", async () => {
    const { seen, forget } = createReplayGuard();
    await seen("a");
    await forget("a");
    expect(await seen("a")).toBe(false);
  });
});
