import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Fault } from "../../../local/platform/fault.js";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { exponentialBackoffMs } from "../../../provider/api/client.js";
import { type KeysClient } from "../../../provider/api/keys.js";
import { type Connection } from "../../../provider/api/connection.js";
import { connectionTo, create, failureOf, openClient } from "../../support/key-requests.js";

const UNAVAILABLE = { kind: "answer", made: false, status: 503 } as const;

let platform: Platform;
let waits: number[];
let client: KeysClient;
const connection = (origin = platform.origin): Connection => connectionTo(origin);

beforeEach(async () => {
  platform = await startPlatform();
  ({ client, waits } = openClient());
});
afterEach(async () => platform.close());

describe("a request that the service didn't process", () => {
  test.each([
    ["429", { kind: "answer", made: false, status: 429 }],
    ["503", UNAVAILABLE],
  ] as [string, Fault][])("is retried after status %s with the same correlation id", async (_, fault) => {
    platform.fault(fault, 2);
    await client.requestKey(connection(), create);
    expect(waits).toEqual([1, 2]);
    expect(platform.journal.map(({ correlationId }) => correlationId)).toEqual(Array(3).fill("correlation-1"));
  });

  test("is given up after four retries", async () => {
    platform.fault(UNAVAILABLE, "always");
    const { code, message } = await failureOf(client.requestKey(connection(), create));
    expect(code).toBe("ERR_KMS_UNAVAILABLE");
    expect(message).toContain("correlation-1");
    expect(platform.journal).toHaveLength(5);
  });

  test("is retried when Retry-After says, but not if that is more than a minute", async () => {
    platform.fault({ kind: "answer", made: false, status: 429, headers: { "retry-after": "1" } }, 1);
    const startedMs = performance.now();
    await client.requestKey(connection(), create);
    // A timer may fire a millisecond early, by the clock that measures here.
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(999);
    expect(waits).toEqual([]);
    platform.fault({ kind: "answer", made: false, status: 429, headers: { "retry-after": "61" } }, 1);
    const error = await client.requestKey(connection(), create).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "ERR_KMS_RATE_LIMITED" });
  });

  test("is retried if the connection is refused, and the error says that it wasn't sent", async () => {
    const { origin } = platform;
    await platform.close();
    const { code } = await failureOf(client.requestKey(connection(origin), create));
    expect(code).toBe("ERR_KMS_UNREACHABLE");
    expect(waits).toEqual([1, 2, 3, 4]);
  });
});

describe("two minutes after the first attempt", () => {
  const start = new Date("2026-01-15T12:34:56Z").getTime();
  const clockReading = (...seconds: number[]): (() => Date) => {
    let reading = 0;
    return () => new Date(start + 1000 * (seconds[reading++] ?? seconds.at(-1) ?? 0));
  };

  test.each([
    ["the clock stands still", [0], 5],
    ["attempts take long", [0, 0, 50, 50, 100, 100, 121], 3],
  ])("no retry starts: %s", async (_, seconds, attempts) => {
    platform.fault(UNAVAILABLE, "always");
    const slow = openClient({ now: clockReading(...seconds) });
    await failureOf(slow.client.requestKey(connection(), create));
    expect(platform.journal).toHaveLength(attempts);
  });

  test("would be too late for a retry, so it isn't waited for", async () => {
    platform.fault(UNAVAILABLE, "always");
    const { client: slow } = openClient({ now: clockReading(0, 0, 100), backoffMs: () => 21_000 });
    await failureOf(slow.requestKey(connection(), create));
    expect(platform.journal).toHaveLength(1);
  });
});

test("the waits between retries double from one second on, and vary by up to half", () => {
  for (const attempt of [1, 2, 3, 4]) {
    const middleMs = 1000 * 2 ** (attempt - 1);
    const waitsMs = Array.from({ length: 100 }, () => exponentialBackoffMs(attempt));
    expect(Math.min(...waitsMs)).toBeGreaterThanOrEqual(middleMs / 2);
    expect(Math.max(...waitsMs)).toBeLessThan(middleMs * 1.5);
    expect(new Set(waitsMs).size).toBeGreaterThan(1);
  }
});

describe("a request that the service may have processed", () => {
  test.each([
    ["a reset before the answer", { kind: "reset", made: true }],
    ["a reset inside the body", { kind: "reset", made: true, afterBytes: 20 }],
  ] as [string, Fault][])("isn't retried after %s: a key may have been created", async (_, fault) => {
    platform.fault(fault, 1);
    expect(await failureOf(client.requestKey(connection(), create))).toMatchObject({ code: "ERR_KMS_OUTCOME_UNKNOWN" });
    expect(platform.journal).toHaveLength(1);
  });

  test("isn't retried if no answer arrives in time", async () => {
    platform.fault({ kind: "delay", made: true, beforeHeadersMs: 60_000 }, 1);
    const { client: impatient } = openClient({ attemptTimeoutMs: 100 });
    expect(await failureOf(impatient.requestKey(connection(), create))).toMatchObject({
      code: "ERR_KMS_OUTCOME_UNKNOWN",
    });
    expect(platform.journal).toHaveLength(1);
  });
});
