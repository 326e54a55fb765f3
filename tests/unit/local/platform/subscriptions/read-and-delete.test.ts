import { describe, expect, test } from "@jest/globals";
import { START } from "../harness.js";
import {
  ORGANIZATION,
  WEBHOOKS,
  call,
  change,
  detailsOf,
  jsonOf,
  list,
  read,
  remove,
  runWithKey,
  setStatus,
  subscribe,
} from "./harness.js";

const CNS = { products: [{ productId: "cns", eventTypes: ["cns.outage.notify.freeform"] }] };

describe("the list", () => {
  test("has the subscriptions of the organization, oldest first", async () => {
    const platform = await runWithKey();
    const ids = [await subscribe(platform), await subscribe(platform, CNS)];
    const found = JSON.parse((await list(platform)).text) as { webhookId: string }[];
    expect(found.map(({ webhookId }) => webhookId)).toEqual(ids);
    expect(platform.journal.at(-1)).toMatchObject({
      action: "LIST_SUBSCRIPTIONS",
      organizationId: ORGANIZATION,
      acted: false,
    });
  });

  test.each([
    ["&productId=cns", 1],
    ["&productId=cns&eventType=cns.outage.notify.freeform", 1],
    ["&eventType=tms.networktoken.updated", 1],
    ["&productId=cns&eventType=tms.networktoken.updated", 0],
  ])("is filtered by %s", async (more, length) => {
    const platform = await runWithKey({ emptyList: "array" });
    await subscribe(platform);
    await subscribe(platform, CNS);
    expect(JSON.parse((await list(platform, more)).text)).toHaveLength(length);
  });

  test("that is empty is 404, or [] by switch", async () => {
    expect((await list(await runWithKey())).status).toBe(404);
    const lenient = await list(await runWithKey({ emptyList: "array" }));
    expect([lenient.status, lenient.text]).toEqual([200, "[]"]);
  });

  test("of one subscription is an object by switch", async () => {
    const platform = await runWithKey({ listForm: "object" });
    const webhookId = await subscribe(platform);
    expect(jsonOf(await list(platform))).toMatchObject({ webhookId });
    await subscribe(platform, CNS);
    expect(JSON.parse((await list(platform)).text)).toHaveLength(2);
  });

  test("needs the organization, and by switch the filters", async () => {
    const platform = await runWithKey();
    expect(detailsOf(await call(platform, "GET", WEBHOOKS))).toEqual([
      { field: "organizationId", reason: "MISSING_FIELD" },
    ]);
    expect(detailsOf(await list(platform, "&status=active"))).toEqual([{ field: "status", reason: "INVALID_DATA" }]);
    expect(detailsOf(await list(await runWithKey({ listFilters: "required" })))).toEqual([
      { field: "productId", reason: "MISSING_FIELD" },
      { field: "eventType", reason: "MISSING_FIELD" },
    ]);
  });
});

describe("one subscription", () => {
  test("is written as the answer to POST, but for the form of the date", async () => {
    const platform = await runWithKey();
    const webhookId = await subscribe(platform);
    const reply = await read(platform, webhookId);
    expect([reply.status, jsonOf(reply)["createdOn"]]).toEqual([200, "2026-01-15 12:34:56.792"]);
    platform.configureSubscriptions({ dates: "iso" });
    expect(jsonOf(await read(platform, webhookId))["createdOn"]).toBe(START.toISOString());
  });

  test("that isn't there is answered with the documented 404 by every verb", async () => {
    const platform = await runWithKey();
    const replies = [
      await read(platform, "nothing"),
      await change(platform, "nothing", { name: "x" }),
      await setStatus(platform, "nothing", "ACTIVE"),
      await remove(platform, "nothing"),
      await call(platform, "POST", "/notification-subscriptions/v1/webhooks/nothing"),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(404);
      expect(jsonOf(reply)).toEqual({
        reason: "NOT_FOUND",
        message: "The webhook does not exist",
        details: [{ field: "webhookId", reason: "NOT_FOUND" }],
      });
    }
  });

  test.each([
    [200, '{"status":"successfully deleted"}'],
    [202, '{"status":"successfully deleted"}'],
    [204, ""],
  ] as const)("is deleted once, with %d by switch", async (deleteStatus, text) => {
    const platform = await runWithKey({ deleteStatus });
    const webhookId = await subscribe(platform);
    const reply = await remove(platform, webhookId);
    expect([reply.status, reply.text]).toEqual([deleteStatus, text]);
    expect((await remove(platform, webhookId)).status).toBe(404);
    expect(platform.journal.slice(-2).map(({ action, acted }) => [action, acted])).toEqual([
      ["DELETE_SUBSCRIPTION", true],
      ["DELETE_SUBSCRIPTION", false],
    ]);
  });
});

describe("a delete that is only accepted", () => {
  const slow = { deleteStatus: 202, deleteAfterMs: 1000 } as const;

  test("takes effect later by switch", async () => {
    const platform = await runWithKey(slow);
    const webhookId = await subscribe(platform);
    expect((await remove(platform, webhookId)).status).toBe(202);
    expect([(await read(platform, webhookId)).status, (await list(platform)).status]).toEqual([200, 200]);
    platform.setClock(new Date(START.getTime() + 500));
    expect((await remove(platform, webhookId)).status).toBe(202);
    await platform.settled();
    expect(platform.subscriptions()).toHaveLength(1);
    // Not later because of the second delete.
    platform.setClock(new Date(START.getTime() + 1000));
    await platform.settled();
    expect((await read(platform, webhookId)).status).toBe(404);
  });

  test("takes effect at once with another status", async () => {
    const platform = await runWithKey({ ...slow, deleteStatus: 200 });
    expect((await remove(platform, await subscribe(platform))).status).toBe(200);
    expect(platform.subscriptions()).toEqual([]);
  });
});

test("a query, or a body where there is none, is refused", async () => {
  const platform = await runWithKey();
  const webhookId = await subscribe(platform);
  expect((await read(platform, `${webhookId}?a=b`)).status).toBe(404);
  expect((await call(platform, "DELETE", `${WEBHOOKS}/${webhookId}`, {})).status).toBe(400);
});
