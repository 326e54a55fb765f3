import { describe, expect, test } from "@jest/globals";
import { createFaultQueue, faultSchema } from "../../../../local/platform/fault.js";

describe("the queue of faults", () => {
  const reset = { kind: "reset", made: false } as const;
  const truncate = { kind: "truncate", made: false, bytes: 1 } as const;

  test("returns each fault as often as requested, in order", () => {
    const faults = createFaultQueue();
    faults.add(reset, 2);
    faults.add(truncate, 1);
    expect([1, 2, 3, 4].map(() => faults.take("org"))).toEqual([reset, reset, truncate, undefined]);
  });

  test("returns a fault until it is cleared", () => {
    const faults = createFaultQueue();
    faults.add(reset, "always");
    for (let request = 0; request < 100; request += 1) expect(faults.take("org")).toBe(reset);
    faults.clear();
    expect(faults.take("org")).toBeUndefined();
  });

  test("returns a fault only for its organization", () => {
    const faults = createFaultQueue();
    faults.add(reset, 1, { organizationId: "one" });
    faults.add(truncate, 1);
    expect(["two", "two", "one", "one"].map((name) => faults.take(name))).toEqual([
      truncate,
      undefined,
      reset,
      undefined,
    ]);
  });

  test("lets requests succeed before a fault begins, and counts only those of its organization", () => {
    const faults = createFaultQueue();
    faults.add(reset, 1, { organizationId: "one", after: 2 });
    expect(["one", "two", "one", "one", "one"].map((name) => faults.take(name))).toEqual([
      ...[undefined, undefined, undefined],
      reset,
      undefined,
    ]);
  });

  test("removes only the faults of one organization", () => {
    const faults = createFaultQueue();
    faults.add(reset, "always", { organizationId: "one" });
    faults.add(truncate, "always");
    faults.clear("one");
    expect(faults.take("one")).toBe(truncate);
  });
});

test.each([
  ["no made", { kind: "reset" }],
  ["another kind", { kind: "flood", made: true }],
  ["a field of another kind", { kind: "reset", made: true, status: 500 }],
  ["a status below 200", { kind: "answer", made: true, status: 199 }],
  ["a status above 599", { kind: "answer", made: true, status: 600 }],
  ["a header that cannot be sent", { kind: "answer", made: true, status: 503, headers: { a: "b\r\nc: d" } }],
  ["a path to a prototype", { kind: "edit", made: true, set: { "__proto__.polluted": true } }],
  ["a delay below zero", { kind: "delay", made: true, beforeHeadersMs: -1 }],
])("a fault with %s is rejected", (_case, fault) => {
  expect(faultSchema.safeParse(fault).success).toBe(false);
});
