import { expect, test } from "@jest/globals";
import { type Fault } from "../../../../../local/platform/fault.js";
import { START, ask, createBody, runPlatform } from "../harness.js";
import { ORGANIZATION, WEBHOOKS, call, change, create, list, remove, runWithKey, subscribe } from "./harness.js";

const LOST: Fault = { kind: "reset", made: true };
const FAILED: Fault = { kind: "answer", made: false, status: 503 };

test("a request whose answer is lost takes effect, if the fault says so", async () => {
  const platform = await runWithKey();
  platform.fault(LOST);
  await expect(create(platform)).rejects.toThrow();
  expect(platform.subscriptions()).toHaveLength(1);
  expect(platform.journal.at(-1)).toMatchObject({
    action: "CREATE_SUBSCRIPTION",
    acted: true,
    faultName: "reset",
    status: null,
  });
  platform.fault(FAILED);
  const [{ webhookId } = { webhookId: "" }] = platform.subscriptions();
  expect((await change(platform, webhookId, { name: "shop" })).status).toBe(503);
  expect(platform.subscriptions()[0]?.name).toBe("orders");
  expect(platform.journal.at(-1)).toMatchObject({ action: "CHANGE_SUBSCRIPTION", acted: false });
  platform.fault(LOST);
  await expect(remove(platform, webhookId)).rejects.toThrow();
  expect(platform.subscriptions()).toHaveLength(0);
});

test("a fault can be for one action and one organization", async () => {
  const platform = await runWithKey();
  platform.fault(FAILED, "always", { organizationId: "another" });
  platform.fault(FAILED, 1, { action: "LIST_SUBSCRIPTIONS" });
  platform.fault(FAILED, 1, { action: "CREATE" });
  await subscribe(platform);
  expect((await list(platform)).status).toBe(503);
  expect((await list(platform)).status).toBe(200);
  expect((await ask(platform, createBody())).status).toBe(503);
});

test("a request that can't be understood meets no fault, and one for what isn't there does", async () => {
  const platform = await runWithKey();
  platform.fault(FAILED);
  expect((await create(platform, { name: undefined })).status).toBe(400);
  expect((await call(platform, "GET", `${WEBHOOKS}/nothing`)).status).toBe(503);
});

test("the journal names the action and keeps no value of a body", async () => {
  const platform = await runWithKey();
  await subscribe(platform, { webhookUrl: "https://hook.example.test/in?token=very-secret" });
  expect(platform.journal.at(-1)).toEqual({
    at: START.toISOString(),
    method: "POST",
    path: WEBHOOKS,
    action: "CREATE_SUBSCRIPTION",
    organizationId: ORGANIZATION,
    status: 201,
    authentication: "none",
    keyMade: false,
    acted: true,
  });
});

test("a request is refused with 401 and 406 as any other", async () => {
  const platform = await runPlatform({ authentication: "required" });
  expect((await call(platform, "GET", `${WEBHOOKS}/x`)).status).toBe(401);
  expect(platform.journal.at(-1)).toMatchObject({ action: "READ_SUBSCRIPTION", reason: "no-credentials" });
  const open = await runPlatform();
  const { status } = await fetch(`${open.origin}${WEBHOOKS}/x`, { headers: { accept: "application/hal+json" } });
  expect(status).toBe(406);
  expect(open.journal.at(-1)).toMatchObject({ action: "READ_SUBSCRIPTION", reason: "not-acceptable" });
});

test("a test hears of the bodies as they came", async () => {
  const seen: unknown[] = [];
  const platform = await runWithKey({ onSubscriptionRequest: (request) => seen.push(request) });
  const webhookId = await subscribe(platform);
  await change(platform, webhookId, { name: "shop" });
  expect(seen).toMatchObject([
    { action: "CREATE_SUBSCRIPTION", webhookId: undefined, body: { name: "orders" } },
    { action: "CHANGE_SUBSCRIPTION", webhookId, body: { name: "shop" } },
  ]);
});
