import { createApiClient } from "./client.js";
import { type Connection } from "./connection.js";
import { type Answer, type NoAnswer } from "./exchange.js";

/** Lists the products of an organization. Only reads. @see spec.md 3 */
const PRODUCTS_PATH = "/notification-subscriptions/v2/products/";

/** Inputs of {@link getProducts} beside the connection and the organization. */
export interface ProductsSources {
  readonly now: () => Date;
  readonly correlationId: string;
  /** Milliseconds until the complete answer must have arrived. */
  readonly timeoutMs: number;
}

/** Requests the products of an organization, without retries, over the same connection that requests for keys use. */
export const getProducts = (
  connection: Connection,
  organizationId: string,
  { now, correlationId, timeoutMs }: ProductsSources,
): Promise<Answer | NoAnswer> =>
  createApiClient({ now, attemptTimeoutMs: timeoutMs }).send(connection, {
    method: "GET",
    path: PRODUCTS_PATH + encodeURIComponent(organizationId),
    correlationId,
    retry: "never",
  });
