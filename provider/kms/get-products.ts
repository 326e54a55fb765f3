import { type Answer, exchangeOnce, type NoAnswer } from "../exchange.js";
import { createAgents } from "./agents.js";
import { type Connection } from "./connection.js";
import { requestHeaders } from "./request-headers.js";

/** The list of products of an organization: the one call of the service that only reads. @see spec.md 3 */
const PRODUCTS_PATH = "/notification-subscriptions/v2/products/";

/** What the request takes from outside. */
export interface ProductsSources {
  readonly now: () => Date;
  readonly newCorrelationId: () => string;
  /** For the whole exchange. */
  readonly timeoutMs: number;
}

/** Asks once for the products of an organization, signed and on the way as any request of the connection. */
export const getProducts = async (
  connection: Connection,
  organizationId: string,
  { now, newCorrelationId, timeoutMs }: ProductsSources,
): Promise<Answer | NoAnswer> => {
  const { origin, proxy } = connection;
  const url = new URL(PRODUCTS_PATH + encodeURIComponent(organizationId), origin);
  const proof = await connection.authenticate({ method: "GET", host: url.host, path: url.pathname }, now());
  return await exchangeOnce({
    url,
    method: "GET",
    headers: { ...requestHeaders(connection, newCorrelationId()), ...proof },
    agent: proxy && createAgents(timeoutMs, now)(proxy).agents.https,
    timeoutMs,
  });
};
