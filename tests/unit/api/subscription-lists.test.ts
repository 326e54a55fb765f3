import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { createApiClient } from "../../../provider/api/client.js";
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

describe("the list", () => {
  test.each([
    ["an array", `[${ONE}]`, 1],
    ["one object", ONE, 1],
    ["an empty array", "[]", 0],
  ])("is read from %s", async (_, body, count) => {
    answer(200, body);
    expect(await client.list(place())).toHaveLength(count);
    expect(targets()).toEqual([LIST]);
  });

  test("is empty at a 404 of the service", async () => {
    answer(404, GONE);
    expect(await client.list(place())).toEqual([]);
  });

  test("is empty at another 404 only if the products show that the organization is known", async () => {
    answer(404, "{}");
    answer(200, "[]");
    expect(await client.list(place())).toEqual([]);
    expect(targets()).toEqual([LIST, PRODUCTS]);
    answers = [];
    answer(404, "{}");
    await expect(client.list(place())).rejects.toMatchObject({ code: "ERR_SUBSCRIPTION_NOT_FOUND", status: 404 });
  });

  test("is asked for by product and event if the service requires that", async () => {
    answer(400, '{"reason":"MISSING_FIELD"}');
    answer(200, '[{"productId":"p","eventTypes":[{"eventName":"a"},{"eventName":"b&c"}]}]');
    answer(200, `[${ONE}]`);
    answer(404, GONE);
    expect(await client.list(place())).toMatchObject([{ webhookId: "a/b" }]);
    expect(targets()).toEqual([
      LIST,
      PRODUCTS,
      `${LIST}&productId=p&eventType=a`,
      `${LIST}&productId=p&eventType=b%26c`,
    ]);
  });

  test("that is refused in that way too is reported as it was refused first", async () => {
    answer(400, '{"reason":"INVALID_DATA"}');
    answer(200, '[{"productId":"p","eventTypes":[{"eventName":"a"}]}]');
    answer(400, '{"reason":"OTHER"}');
    await expect(client.list(place())).rejects.toThrow(/^ERR_SUBSCRIPTION_BAD_REQUEST: .*status 400 \(INVALID_DATA\)/);
  });

  test("that can't be read is an error", async () => {
    answer(200, "<html>");
    await expect(client.list(place())).rejects.toMatchObject({ code: "ERR_SUBSCRIPTION_BAD_ANSWER" });
  });
});
