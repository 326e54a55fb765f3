import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { subscribedProducts } from "../../../provider/api/subscription-wire.js";
import {
  GONE,
  LIST,
  ONE,
  PRODUCTS,
  startSubscriptionsService,
  type SubscriptionsService,
  WEBHOOKS,
} from "./subscriptions-service.js";

let service: SubscriptionsService;
beforeEach(async () => {
  service = await startSubscriptionsService();
});
afterEach(() => service.close());
const content = { body: { name: "n" }, secrets: ["https://hooks.example.com/?t=SECRETS"] };

describe("each request", () => {
  test("has its method and path, JSON in Accept, and no header of the keys' requests", async () => {
    service.answer(200, ONE);
    await service.client.get(service.place(), "a/b");
    await service.client.create(service.place(), content);
    await service.client.patch(service.place(), "a/b", content);
    await service.client.setStatus(service.place(), "a/b", "ACTIVE");
    await service.client.delete(service.place(), "a/b");
    expect(service.targets()).toEqual([
      `GET ${WEBHOOKS}/a%2Fb`,
      `POST ${WEBHOOKS}`,
      `PATCH ${WEBHOOKS}/a%2Fb`,
      `PUT ${WEBHOOKS}/a%2Fb/status`,
      `DELETE ${WEBHOOKS}/a%2Fb`,
    ]);
    for (const { headers } of service.requests) {
      expect(headers.accept).toMatch(/^application\/json/);
      expect(headers["v-c-correlation-id"]).toBe("correlation");
    }
  });

  test.each([200, 202, 204])("to delete succeeds with status %i", async (status) => {
    service.answer(status);
    await service.client.delete(service.place(), "a");
    expect(service.requests).toHaveLength(1);
  });
});

describe("a subscription that isn't found", () => {
  /** It isn't found, but the list of an organization that is known has this one. */
  const answerWithList = (webhookId: string): void => {
    service.answer(404, GONE);
    service.answer(200, "[]");
    service.answer(200, JSON.stringify([{ webhookId }]));
  };

  test("is gone if the organization is known and its list lacks it", async () => {
    service.answer(404, GONE);
    service.answer(200, "[]");
    service.answer(200, "[]");
    expect(await service.client.get(service.place(), "a")).toBeUndefined();
    expect(service.targets()).toEqual([`GET ${WEBHOOKS}/a`, PRODUCTS, LIST]);
  });

  test("isn't gone if the list has it", async () => {
    answerWithList("a");
    await expect(service.client.get(service.place(), "a")).rejects.toMatchObject({
      code: "ERR_SUBSCRIPTION_NOT_FOUND",
    });
    service.answers = [];
    answerWithList("a");
    await expect(service.client.delete(service.place(), "a")).rejects.toMatchObject({
      code: "ERR_SUBSCRIPTION_NOT_FOUND",
    });
  });

  test("isn't gone if the list has it in other letter case", async () => {
    answerWithList("A");
    await expect(service.client.get(service.place(), "a")).rejects.toMatchObject({
      code: "ERR_SUBSCRIPTION_NOT_FOUND",
    });
  });

  test("isn't gone if these credentials don't know the organization", async () => {
    service.answer(404, GONE);
    service.answer(401, "{}");
    await expect(service.client.get(service.place(), "a")).rejects.toMatchObject({
      code: "ERR_SUBSCRIPTION_UNAUTHORIZED",
    });
  });
});

describe("what is sent again", () => {
  test("all but a create, after any status from 500 on", async () => {
    for (const send of [
      () => service.client.get(service.place(), "a/b"),
      () => service.client.patch(service.place(), "a", content),
      () => service.client.setStatus(service.place(), "a", "INACTIVE"),
      () => service.client.delete(service.place(), "a"),
    ]) {
      service.requests = [];
      service.answers = [];
      service.answer(500);
      service.answer(200, ONE);
      await send();
      expect(service.requests).toHaveLength(2);
    }
  });

  test("all but a create, if the answer is incomplete, whatever its status", async () => {
    for (const status of [200, 404]) {
      service.requests = [];
      service.answers = [
        (_request, response) => {
          response.writeHead(status, { "content-length": "100" });
          response.write("{", () => response.destroy());
        },
      ];
      service.answer(200, ONE);
      expect(await service.client.get(service.place(), "a/b")).toMatchObject({ webhookId: "a/b" });
      expect(service.requests).toHaveLength(2);
    }
    service.requests = [];
    service.answers = [
      (_request, response) => {
        response.writeHead(201, { "content-length": "100" });
        response.write("{", () => response.destroy());
      },
    ];
    await expect(service.client.create(service.place(), content)).rejects.toMatchObject({
      code: "ERR_OUTCOME_UNKNOWN",
    });
    expect(service.requests).toHaveLength(1);
  });

  test("a create after 503, which nothing was done for, and not after 500", async () => {
    service.answer(503);
    service.answer(201, ONE);
    expect(await service.client.create(service.place(), content)).toMatchObject({ webhookId: "a/b", status: "ACTIVE" });
    service.requests = [];
    service.answers = [];
    service.answer(500);
    await expect(service.client.create(service.place(), content)).rejects.toMatchObject({
      code: "ERR_OUTCOME_UNKNOWN",
    });
    expect(service.requests).toHaveLength(1);
  });
});

test("no error repeats words of an answer, which could be a part of a URL", async () => {
  service.answer(
    400,
    '{"reason":"INVALID_DATA","message":"larks fly","details":[{"field":"organizationId","reason":"SECRETS"}]}',
  );
  for (const send of [
    () => service.client.list(service.place()),
    () => service.client.get(service.place(), "a"),
    () => service.client.create(service.place(), content),
    () => service.client.patch(service.place(), "a", content),
    () => service.client.setStatus(service.place(), "a", "ACTIVE"),
    () => service.client.delete(service.place(), "a"),
  ]) {
    const error: unknown = await send().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "ERR_SUBSCRIPTION_BAD_REQUEST" });
    expect(String(error)).toContain("(INVALID_DATA; organizationId");
    expect(String(error)).not.toContain("larks");
  }
  for (const send of [
    () => service.client.create(service.place(), content),
    () => service.client.patch(service.place(), "a", content),
  ]) {
    await expect(send()).rejects.not.toThrow("SECRETS");
  }
});

test("the products are read as the service writes them, without repeated events", async () => {
  const events =
    '[{"eventName":"a","payloadEncryption":"True"},{"eventName":"a"},{"eventName":"b","payloadEncryption":"no"}]';
  service.answer(200, `[{"productId":"p","productName":"P","eventTypes":${events}},{"productId":"empty"}]`);
  expect(await service.client.products(service.place())).toEqual([
    {
      productId: "p",
      productName: "P",
      events: [
        { eventName: "a", isEncrypted: true },
        { eventName: "b", isEncrypted: false },
      ],
    },
    { productId: "empty", productName: undefined, events: [] },
  ]);
});

describe("the test call", () => {
  const TEST = "POST /notification-subscriptions/v1/webhooks/a%2Fb";

  test.each([
    ["a number", "2"],
    ["a text", '"2"'],
  ])("is one POST on the first version's route; its retryNumber can be %s", async (_, retryNumber) => {
    service.answer(
      201,
      `{"productId":"p","eventType":"e","transactionTraceId":"t","retryNumber":${retryNumber},"x":1}`,
    );
    const sent = { productId: "p", eventType: "e", transactionTraceId: "t", retryNumber: 2 };
    expect(await service.client.sendTest(service.place(), "a/b")).toEqual(sent);
    expect(service.targets()).toEqual([TEST]);
    expect(service.requests[0]?.headers).toMatchObject({ "content-type": "application/json", "content-length": "2" });
  });

  test.each([
    [503, "{}", "ERR_SUBSCRIPTION_UNAVAILABLE"],
    [400, GONE, "ERR_SUBSCRIPTION_BAD_REQUEST"],
    [404, GONE, "ERR_SUBSCRIPTION_NOT_FOUND"],
    [201, "[]", "ERR_SUBSCRIPTION_BAD_ANSWER"],
    [201, "{}", "ERR_SUBSCRIPTION_BAD_ANSWER"],
    [201, "", "ERR_SUBSCRIPTION_BAD_ANSWER"],
  ])("is never repeated: status %i with %s is %s", async (status, body, code) => {
    service.answer(status, body);
    await expect(service.client.sendTest(service.place(), "a/b")).rejects.toMatchObject({ code });
    expect(service.targets()).toEqual([TEST]);
  });
});

test.each<[what: string, members: Record<string, unknown>, products: unknown[]]>([
  ["none", {}, []],
  ["an unreadable form", { products: "p" }, []],
  [
    "a product and events that are repeated",
    {
      products: [
        { productId: "p", eventTypes: ["a", "b", "a"] },
        { productId: "q", eventTypes: [] },
        { productId: "p", eventTypes: ["c"] },
      ],
    },
    [
      { productId: "p", eventTypes: ["a", "b", "c"] },
      { productId: "q", eventTypes: [] },
    ],
  ],
])("subscribedProducts of %s", (_, members, products) => {
  const subscription = { webhookId: "a", organizationId: "o", status: "ACTIVE", createdOn: undefined, members };
  expect(subscribedProducts(subscription)).toEqual(products);
});
