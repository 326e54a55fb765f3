import { createApiClient } from "./client.js";
import { type Connection } from "./connection.js";
import { type Answer, type NoAnswer } from "./exchange.js";

/** The list of products of an organization: a call that only reads. @see spec.md 3 */
const PRODUCTS_PATH = "/notification-subscriptions/v2/products/";

/** What the request takes from outside. */
export interface ProductsSources {
  readonly now: () => Date;
  readonly correlationId: string;
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs: number;
}

/** Asks once for the products of an organization, through the connection that requests for keys use. */
export const getProducts = (
  connection: Connection,
  organizationId: string,
  { now, correlationId, timeoutMs }: ProductsSources,
): Promise<Answer | NoAnswer> =>
  createApiClient({ now, attemptTimeoutMs: timeoutMs }).send(connection, {
    method: "GET",
    path: PRODUCTS_PATH + encodeURIComponent(organizationId),
    correlationId,
    isRetried: false,
  });
