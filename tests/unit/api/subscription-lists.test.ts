import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  GONE,
  LIST,
  ONE,
  PRODUCTS,
  startSubscriptionsService,
  type SubscriptionsService,
} from "./subscriptions-service.js";

let service: SubscriptionsService;
beforeEach(async () => {
  service = await startSubscriptionsService();
});
afterEach(() => service.close());

describe("the list", () => {
  test.each([
    ["an array", `[${ONE}]`, 1],
    ["one object", ONE, 1],
    ["an empty array", "[]", 0],
  ])("is read from %s", async (_, body, count) => {
    service.answer(200, body);
    expect(await service.client.list(service.place())).toHaveLength(count);
    expect(service.targets()).toEqual([LIST]);
  });

  test("is empty at a 404 of the service", async () => {
    service.answer(404, GONE);
    expect(await service.client.list(service.place())).toEqual([]);
  });

  test("is empty at another 404 only if the products show that the organization is known", async () => {
    service.answer(404, "{}");
    service.answer(200, "[]");
    expect(await service.client.list(service.place())).toEqual([]);
    expect(service.targets()).toEqual([LIST, PRODUCTS]);
    service.answers = [];
    service.answer(404, "{}");
    await expect(service.client.list(service.place())).rejects.toMatchObject({
      code: "ERR_SUBSCRIPTION_NOT_FOUND",
      status: 404,
    });
  });

  test.each([404, "404"])(
    "is empty at a 200 with the status %j inside, if the organization is known",
    async (statusCode) => {
      const body = JSON.stringify({ statusCode, reason: "RESOURCE_NOT_FOUND", message: "no subscriptions" });
      service.answer(200, body);
      service.answer(200, "[]");
      expect(await service.client.list(service.place())).toEqual([]);
      expect(service.targets()).toEqual([LIST, PRODUCTS]);
      service.answers = [];
      service.answer(200, body);
      service.answer(401, "{}");
      await expect(service.client.list(service.place())).rejects.toMatchObject({
        code: "ERR_SUBSCRIPTION_UNAUTHORIZED",
      });
    },
  );

  test.each(['{"statusCode":401}', '{"statusCode":500,"message":"x"}', '{"status":404}', '[{"statusCode":404}]'])(
    "isn't empty at a 200 with %s",
    async (body) => {
      service.answer(200, body);
      await expect(service.client.list(service.place())).rejects.toMatchObject({ code: "ERR_SUBSCRIPTION_BAD_ANSWER" });
    },
  );

  test("is asked for by product and event if the service requires that", async () => {
    service.answer(400, '{"reason":"MISSING_FIELD"}');
    service.answer(200, '[{"productId":"p","eventTypes":[{"eventName":"a"},{"eventName":"b&c"}]}]');
    service.answer(200, `[${ONE}]`);
    service.answer(404, GONE);
    expect(await service.client.list(service.place())).toMatchObject([{ webhookId: "a/b" }]);
    expect(service.targets()).toEqual([
      LIST,
      PRODUCTS,
      `${LIST}&productId=p&eventType=a`,
      `${LIST}&productId=p&eventType=b%26c`,
    ]);
  });

  test("that is refused in that way too is reported as it was refused first", async () => {
    service.answer(400, '{"reason":"INVALID_DATA"}');
    service.answer(200, '[{"productId":"p","eventTypes":[{"eventName":"a"}]}]');
    service.answer(400, '{"reason":"OTHER"}');
    await expect(service.client.list(service.place())).rejects.toThrow(
      /^ERR_SUBSCRIPTION_BAD_REQUEST: .*status 400 \(INVALID_DATA\)/,
    );
  });

  test("that can't be read is an error", async () => {
    service.answer(200, "<html>");
    await expect(service.client.list(service.place())).rejects.toMatchObject({ code: "ERR_SUBSCRIPTION_BAD_ANSWER" });
  });
});
