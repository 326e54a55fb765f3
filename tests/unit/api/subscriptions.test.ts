import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { createApiClient } from "../../../provider/api/client.js";
import { subscribedProducts } from "../../../provider/api/subscription-wire.js";
import { createSubscriptionsClient, type SubscriptionsClient } from "../../../provider/api/subscriptions.js";
import { type AnsweringServer, startAnsweringServer } from "../../support/answering-server.js";
import { connectionTo } from "../../support/key-requests.js";

let server: AnsweringServer;
let requests: IncomingMessage[];
let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
let client: SubscriptionsClient;

beforeEach(async () => {
  requests = [];
  answers = [];
  server = await startAnsweringServer((request, response) => {
    requests.push(request);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) response.writeHead(200).end("[]");
    else answer(request, response);
  });
  client = createSubscriptionsClient({
    client: createApiClient({ now: () => new Date(), backoffMs: () => 1, attemptTimeoutMs: 5_000 }),
    now: () => new Date(),
    newCorrelationId: () => "correlation",
  });
});
afterEach(() => server.close());

const place = () => ({ connection: connectionTo(server.origin), organizationId: "my org" });
const answer = (status: number, body = "") => {
  answers.push((_request, response) => void response.writeHead(status).end(body));
};
const targets = (): string[] => requests.map(({ method, url }) => `${method ?? ""} ${url ?? ""}`);

const WEBHOOKS = "/notification-subscriptions/v2/webhooks";
const LIST = `GET ${WEBHOOKS}?organizationId=my%20org`;
const PRODUCTS = "GET /notification-subscriptions/v2/products/my%20org";
const ONE = '{"webhookId":"a/b","organizationId":"my org","status":"active"}';
const GONE = '{"reason":"NOT_FOUND","message":"no such webhook","details":[]}';
const content = { body: { name: "n" }, secrets: ["https://hooks.example.com/?t=SECRETS"] };

describe("each request", () => {
  test("has its method and path, JSON in Accept, and no header of the keys' requests", async () => {
    answer(200, ONE);
    await client.get(place(), "a/b");
    await client.create(place(), content);
    await client.patch(place(), "a/b", content);
    await client.setStatus(place(), "a/b", "ACTIVE");
    await client.delete(place(), "a/b");
    expect(targets()).toEqual([
      `GET ${WEBHOOKS}/a%2Fb`,
      `POST ${WEBHOOKS}`,
      `PATCH ${WEBHOOKS}/a%2Fb`,
      `PUT ${WEBHOOKS}/a%2Fb/status`,
      `DELETE ${WEBHOOKS}/a%2Fb`,
    ]);
    for (const { headers } of requests) {
      expect(headers.accept).toMatch(/^application\/json/);
      expect(headers["v-c-correlation-id"]).toBe("correlation");
    }
  });

  test.each([200, 202, 204])("to delete succeeds with status %i", async (status) => {
    answer(status);
    await client.delete(place(), "a");
    expect(requests).toHaveLength(1);
  });
});

describe("a subscription that isn't found", () => {
  test("is gone if the organization is known and its list lacks it", async () => {
    answer(404, GONE);
    answer(200, "[]");
    answer(200, "[]");
    expect(await client.get(place(), "a")).toBeUndefined();
    expect(targets()).toEqual([`GET ${WEBHOOKS}/a`, PRODUCTS, LIST]);
  });

  test("isn't gone if the list has it", async () => {
    answer(404, GONE);
    answer(200, "[]");
    answer(200, '[{"webhookId":"a"}]');
    await expect(client.get(place(), "a")).rejects.toMatchObject({ code: "ERR_SUBSCRIPTION_NOT_FOUND" });
    answers = [];
    answer(404, GONE);
    answer(200, "[]");
    answer(200, '[{"webhookId":"a"}]');
    await expect(client.delete(place(), "a")).rejects.toMatchObject({ code: "ERR_SUBSCRIPTION_NOT_FOUND" });
  });

  test("isn't gone if these credentials don't know the organization", async () => {
    answer(404, GONE);
    answer(401, "{}");
    await expect(client.get(place(), "a")).rejects.toMatchObject({ code: "ERR_SUBSCRIPTION_UNAUTHORIZED" });
  });
});

describe("what is sent again", () => {
  test("all but a create, after any status from 500 on", async () => {
    for (const send of [
      () => client.get(place(), "a/b"),
      () => client.patch(place(), "a", content),
      () => client.setStatus(place(), "a", "INACTIVE"),
      () => client.delete(place(), "a"),
    ]) {
      requests = [];
      answers = [];
      answer(500);
      answer(200, ONE);
      await send();
      expect(requests).toHaveLength(2);
    }
  });

  test("all but a create, if the answer is incomplete, whatever its status", async () => {
    for (const status of [200, 404]) {
      requests = [];
      answers = [
        (_request, response) => {
          response.writeHead(status, { "content-length": "100" });
          response.write("{", () => response.destroy());
        },
      ];
      answer(200, ONE);
      expect(await client.get(place(), "a/b")).toMatchObject({ webhookId: "a/b" });
      expect(requests).toHaveLength(2);
    }
    requests = [];
    answers = [
      (_request, response) => {
        response.writeHead(201, { "content-length": "100" });
        response.write("{", () => response.destroy());
      },
    ];
    await expect(client.create(place(), content)).rejects.toMatchObject({ code: "ERR_OUTCOME_UNKNOWN" });
    expect(requests).toHaveLength(1);
  });

  test("a create after 503, which nothing was done for, and not after 500", async () => {
    answer(503);
    answer(201, ONE);
    expect(await client.create(place(), content)).toMatchObject({ webhookId: "a/b", status: "ACTIVE" });
    requests = [];
    answers = [];
    answer(500);
    await expect(client.create(place(), content)).rejects.toMatchObject({ code: "ERR_OUTCOME_UNKNOWN" });
    expect(requests).toHaveLength(1);
  });
});

test("no error repeats words of an answer, which could be a part of a URL", async () => {
  answer(
    400,
    '{"reason":"INVALID_DATA","message":"larks fly","details":[{"field":"organizationId","reason":"SECRETS"}]}',
  );
  for (const send of [
    () => client.list(place()),
    () => client.get(place(), "a"),
    () => client.create(place(), content),
    () => client.patch(place(), "a", content),
    () => client.setStatus(place(), "a", "ACTIVE"),
    () => client.delete(place(), "a"),
  ]) {
    const error: unknown = await send().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "ERR_SUBSCRIPTION_BAD_REQUEST" });
    expect(String(error)).toContain("(INVALID_DATA; organizationId");
    expect(String(error)).not.toContain("larks");
  }
  for (const send of [() => client.create(place(), content), () => client.patch(place(), "a", content)]) {
    await expect(send()).rejects.not.toThrow("SECRETS");
  }
});

test("the products are read as the service writes them, without repeated events", async () => {
  const events =
    '[{"eventName":"a","payloadEncryption":"True"},{"eventName":"a"},{"eventName":"b","payloadEncryption":"no"}]';
  answer(200, `[{"productId":"p","productName":"P","eventTypes":${events}},{"productId":"empty"}]`);
  expect(await client.products(place())).toEqual([
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
    answer(201, `{"productId":"p","eventType":"e","transactionTraceId":"t","retryNumber":${retryNumber},"x":1}`);
    const sent = { productId: "p", eventType: "e", transactionTraceId: "t", retryNumber: 2 };
    expect(await client.sendTest(place(), "a/b")).toEqual(sent);
    expect(targets()).toEqual([TEST]);
    expect(requests[0]?.headers).toMatchObject({ "content-type": "application/json", "content-length": "2" });
  });

  test.each([
    [503, "{}", "ERR_SUBSCRIPTION_UNAVAILABLE"],
    [400, GONE, "ERR_SUBSCRIPTION_BAD_REQUEST"],
    [404, GONE, "ERR_SUBSCRIPTION_NOT_FOUND"],
    [201, "[]", "ERR_SUBSCRIPTION_BAD_ANSWER"],
    [201, "{}", "ERR_SUBSCRIPTION_BAD_ANSWER"],
    [201, "", "ERR_SUBSCRIPTION_BAD_ANSWER"],
  ])("is never repeated: status %i with %s is %s", async (status, body, code) => {
    answer(status, body);
    await expect(client.sendTest(place(), "a/b")).rejects.toMatchObject({ code });
    expect(targets()).toEqual([TEST]);
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
