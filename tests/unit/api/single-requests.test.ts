import { type IncomingMessage } from "node:http";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { textOf } from "../../../provider/api/exchange.js";
import { getProducts, getSubscriptions } from "../../../provider/api/single-requests.js";
import { type AnsweringServer, startAnsweringServer } from "../../support/answering-server.js";
import { connectionTo } from "../../support/key-requests.js";

const sources = { now: () => new Date(), correlationId: "correlation-1", timeoutMs: 10_000 };

let server: AnsweringServer;
let requests: IncomingMessage[];
beforeEach(async () => {
  requests = [];
  server = await startAnsweringServer((request, response) => {
    requests.push(request);
    response.writeHead(200).end("[]");
  });
});
afterEach(() => server.close());

test("sends one GET for the organization that prefers JSON", async () => {
  const answer = await getProducts(connectionTo(server.origin), "org/1", sources);
  expect(answer).toMatchObject({ isAnswer: true, status: 200 });
  expect(answer.isAnswer && textOf(answer.body)).toBe("[]");
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    method: "GET",
    url: "/notification-subscriptions/v2/products/org%2F1",
    headers: { accept: "application/json, */*;q=0.1", "v-c-correlation-id": "correlation-1" },
  });
  expect(Object.keys(requests[0]?.headers ?? {}).filter((name) => name.startsWith("v-c-"))).toEqual([
    "v-c-correlation-id",
  ]);
});

test("sends the optional headers when they are set", async () => {
  await getProducts(
    { ...connectionTo(server.origin), senderOrganizationId: "sender", permissions: "100" },
    "o",
    sources,
  );
  expect(requests[0]?.headers).toMatchObject({ "v-c-sender-organization-id": "sender", "v-c-permissions": "100" });
});

test("asks for the subscriptions of the organization alone", async () => {
  await getSubscriptions(connectionTo(server.origin), "org 1", sources);
  expect(requests.map(({ method, url }) => `${method ?? ""} ${url ?? ""}`)).toEqual([
    "GET /notification-subscriptions/v2/webhooks?organizationId=org%201",
  ]);
});
