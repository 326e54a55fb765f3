import { describe, expect, test } from "@jest/globals";
import { type Platform } from "../../../../../local/platform/server.js";
import { START } from "../harness.js";
import { change, jsonOf, read, runWithKey, setStatus, subscribe } from "./harness.js";
import { startReceiver } from "../receiver.js";

import { DAY_MS } from "../../../../../provider/dates.js";
const MINUTE_MS = 60_000;

const statusOf = ([subscription]: ReturnType<Platform["subscriptions"]>) => subscription?.status;
const advance = async (platform: Platform, milliseconds: number) => {
  platform.advance(milliseconds);
  await platform.settled();
  return statusOf(platform.subscriptions());
};

describe("a review", () => {
  test.each([
    [{}, "INACTIVE"],
    [{ review: "reject" }, "BLOCKED"],
    [{ review: "by-hand" }, "PENDING_REVIEW"],
  ] as const)("ends after a day: %j", async (switches, status) => {
    const platform = await runWithKey(switches);
    const webhookId = await subscribe(platform);
    expect(await advance(platform, DAY_MS - 1)).toBe("PENDING_REVIEW");
    expect(await advance(platform, 1)).toBe(status);
    expect(jsonOf(await read(platform, webhookId))).toMatchObject({ status });
  });

  test("ends when its clock is set to a later time, and when the time that it runs with gets there", async () => {
    let now = START;
    const platform = await runWithKey({ reviewAfterMs: 1000 }, { now: () => now });
    const webhookId = await subscribe(platform);
    now = new Date(START.getTime() + 1000);
    await read(platform, webhookId);
    await platform.settled();
    expect(statusOf(platform.subscriptions())).toBe("INACTIVE");
    await change(platform, webhookId, { webhookUrl: "https://other.example.test/in" });
    platform.setClock(new Date(now.getTime() + 1000));
    await platform.settled();
    expect(statusOf(platform.subscriptions())).toBe("INACTIVE");
  });

  test("ends by itself where the clock runs", async () => {
    const platform = await runWithKey({ reviewAfterMs: 20 }, { now: () => new Date() });
    await subscribe(platform);
    while (statusOf(platform.subscriptions()) === "PENDING_REVIEW") await new Promise((done) => setTimeout(done, 5));
    expect(statusOf(platform.subscriptions())).toBe("INACTIVE");
  });

  test("can be ended by hand, and a rejected URL can be replaced", async () => {
    const platform = await runWithKey({ review: "by-hand" });
    const webhookId = await subscribe(platform);
    platform.review(webhookId, "reject");
    expect((await setStatus(platform, webhookId, "ACTIVE")).status).toBe(400);
    expect(jsonOf(await change(platform, webhookId, { name: "shop" }))).toMatchObject({ status: "BLOCKED" });
    const changed = await change(platform, webhookId, { webhookUrl: "https://other.example.test/in" });
    expect(jsonOf(changed)).toMatchObject({ status: "PENDING_REVIEW" });
    platform.review(webhookId, "approve");
    expect((await setStatus(platform, webhookId, "ACTIVE")).status).toBe(200);
    expect(() => platform.review("nothing", "approve")).toThrow("There is no subscription nothing");
  });

  test("begins anew with each new URL", async () => {
    const platform = await runWithKey();
    const webhookId = await subscribe(platform);
    await advance(platform, DAY_MS / 2);
    await change(platform, webhookId, { webhookUrl: "https://other.example.test/in" });
    expect(await advance(platform, DAY_MS / 2)).toBe("PENDING_REVIEW");
    expect(await advance(platform, DAY_MS / 2)).toBe("INACTIVE");
  });

  test("doesn't begin anew with anything else", async () => {
    const platform = await runWithKey();
    const webhookId = await subscribe(platform);
    await advance(platform, DAY_MS / 2);
    await change(platform, webhookId, { name: "shop" });
    expect(await advance(platform, DAY_MS / 2)).toBe("INACTIVE");
  });
});

describe("a health check", () => {
  test("with GET and POST activates, and goes on with POST", async () => {
    const { take, health, hook, received } = await startReceiver();
    const platform = await runWithKey({ firstStatus: "INACTIVE" });
    await subscribe(platform, { webhookUrl: hook, healthCheckUrl: health });
    expect(await advance(platform, 5 * MINUTE_MS - 1)).toBe("INACTIVE");
    expect(await advance(platform, 1)).toBe("ACTIVE");
    expect(received[1]?.body).toHaveLength(0);
    expect(take()).toEqual(["GET /up", "POST /up"]);
    await advance(platform, 5 * MINUTE_MS);
    expect(take()).toEqual(["POST /up"]);
  });

  test("follows an approved review", async () => {
    const { health } = await startReceiver();
    const platform = await runWithKey({ healthCheckAfterMs: 0 });
    await subscribe(platform, { healthCheckUrl: health });
    expect(await advance(platform, DAY_MS)).toBe("ACTIVE");
  });

  test.each([["GET"], ["POST"]])("doesn't activate if only %s is not answered with 200", async (refused) => {
    const { health } = await startReceiver(({ method }) => (method === refused ? 405 : 200));
    const platform = await runWithKey({ firstStatus: "INACTIVE" });
    await subscribe(platform, { healthCheckUrl: health });
    expect(await advance(platform, 5 * MINUTE_MS)).toBe("INACTIVE");
  });

  test.each([
    ["true", "SUSPENDED"],
    ["false", "ACTIVE"],
  ])("that fails suspends with deactivateFlag %s", async (deactivateFlag, status) => {
    let code = 200;
    const { health, take } = await startReceiver(() => code);
    const platform = await runWithKey({ firstStatus: "ACTIVE" });
    await subscribe(platform, { healthCheckUrl: health, retryPolicy: { deactivateFlag } });
    code = 500;
    expect(await advance(platform, 5 * MINUTE_MS)).toBe(status);
    take();
    await advance(platform, MINUTE_MS);
    expect(take()[0]).toMatch("/up");
    code = 200;
    expect(await advance(platform, MINUTE_MS)).toBe("ACTIVE");
  });

  test.each([
    ["always", "ACTIVE"],
    ["unless-put-inactive", "INACTIVE"],
  ] as const)("activates what was switched off: %s", async (healthCheckActivates, status) => {
    const { health } = await startReceiver();
    const platform = await runWithKey({ firstStatus: "ACTIVE", healthCheckActivates });
    const webhookId = await subscribe(platform, { healthCheckUrl: health });
    await setStatus(platform, webhookId, "INACTIVE");
    expect(await advance(platform, 5 * MINUTE_MS)).toBe(status);
  });

  test.each([
    ["stays-inactive", "INACTIVE", []],
    ["pings-webhook-url", "ACTIVE", ["GET /in", "POST /in"]],
  ] as const)("without a URL for it: %s", async (withoutHealthUrl, status, requests) => {
    const { hook, take } = await startReceiver();
    const platform = await runWithKey({ firstStatus: "INACTIVE", withoutHealthUrl });
    await subscribe(platform, { webhookUrl: hook });
    expect(await advance(platform, 5 * MINUTE_MS)).toBe(status);
    expect(take()).toEqual(requests);
  });
});
