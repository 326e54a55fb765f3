import { createApiClient } from "./client.js";
import { type Connection } from "./connection.js";
import { type Answer, type NoAnswer } from "./exchange.js";
import { listPath, productsPath } from "./subscription-paths.js";

/** What a request without retries takes beside the connection and the organization. */
export interface SingleRequestSources {
  readonly now: () => Date;
  readonly correlationId: string;
  /** Milliseconds until the complete answer must have arrived. */
  readonly timeoutMs: number;
}

type SingleRequest = (
  connection: Connection,
  organizationId: string,
  sources: SingleRequestSources,
) => Promise<Answer | NoAnswer>;

const getting =
  (pathOf: (organizationId: string) => string): SingleRequest =>
  (connection, organizationId, { now, correlationId, timeoutMs }) =>
    createApiClient({ now, attemptTimeoutMs: timeoutMs }).send(connection, {
      method: "GET",
      path: pathOf(organizationId),
      correlationId,
      retry: "never",
    });

/** Requests the products of an organization, without retries, over the same connection that requests for keys use. */
export const getProducts = getting(productsPath);

/** Requests the subscriptions of an organization in the same way. */
export const getSubscriptions = getting(listPath);
