import { type IncomingMessage, type ServerResponse } from "node:http";
import { createApiClient } from "../../../provider/api/client.js";
import { createSubscriptionsClient, type Place } from "../../../provider/api/subscriptions.js";
import { startAnsweringServer } from "../../support/answering-server.js";
import { connectionTo } from "../../support/key-requests.js";

export const WEBHOOKS = "/notification-subscriptions/v2/webhooks";
export const LIST = `GET ${WEBHOOKS}?organizationId=my%20org`;
export const PRODUCTS = "GET /notification-subscriptions/v2/products/my%20org";
export const ONE = '{"webhookId":"a/b","organizationId":"my org","status":"active"}';
export const GONE = '{"reason":"NOT_FOUND","message":"no such webhook","details":[]}';

type AnswerRequest = (request: IncomingMessage, response: ServerResponse) => void;

/** A service that gives the answers it's told, and a client of it. */
export const startSubscriptionsService = async () => {
  const server = await startAnsweringServer((request, response) => {
    service.requests.push(request);
    const [next] = service.answers;
    if (service.answers.length > 1) service.answers.shift();
    if (next === undefined) response.writeHead(200).end("[]");
    else next(request, response);
  });
  const service = {
    client: createSubscriptionsClient({
      client: createApiClient({ now: () => new Date(), backoffMs: () => 1, attemptTimeoutMs: 5_000 }),
      now: () => new Date(),
      newCorrelationId: () => "correlation",
    }),
    requests: [] as IncomingMessage[],
    /** Answers in their order; the last one is given again and again. Without any, the answer is an empty list. */
    answers: [] as AnswerRequest[],
    answer: (status: number, body = ""): void => {
      service.answers.push((_request, response) => void response.writeHead(status).end(body));
    },
    /** Method and path of each request. */
    targets: (): string[] => service.requests.map(({ method, url }) => `${method ?? ""} ${url ?? ""}`),
    place: (): Place => ({ connection: connectionTo(server.origin), organizationId: "my org" }),
    close: () => server.close(),
  };
  return service;
};

export type SubscriptionsService = Awaited<ReturnType<typeof startSubscriptionsService>>;
