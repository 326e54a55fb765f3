import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { type Connection } from "./connection.js";

/** The list of products of an organization: the one call of the service that only reads. @see spec.md 3 */
const PRODUCTS_PATH = "/notification-subscriptions/v2/products/";
/** The list has some kilobytes. */
const MAX_ANSWER_BYTES = 1_000_000;

export interface ProductsAnswer {
  readonly isAnswer: true;
  readonly status: number;
  readonly body: string;
  readonly date: string | undefined;
}

export interface NoProductsAnswer {
  readonly isAnswer: false;
  /** What did not come about: the connection, TLS over it, or a whole answer. */
  readonly missing: "connection" | "tls" | "answer";
  /** A code of Node.js or a few words of ours; nothing that the server sent. */
  readonly reason: string;
}

/** What the request takes from outside. */
export interface ProductsSources {
  readonly now: () => Date;
  readonly newCorrelationId: () => string;
  /** For the whole exchange. */
  readonly timeoutMs: number;
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : "an unnamed error";

const bodyOf = async (response: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

/**
 * Asks once for the products of an organization, signed as any request of the connection. Nothing is retried, no redirect
 * is followed, and certificates are verified whatever the environment says.
 */
export const getProducts = async (
  connection: Connection,
  organizationId: string,
  { now, newCorrelationId, timeoutMs }: ProductsSources,
): Promise<ProductsAnswer | NoProductsAnswer> => {
  const { origin, senderOrganizationId, permissions } = connection;
  const url = new URL(PRODUCTS_PATH + encodeURIComponent(organizationId), origin);
  const isSecure = url.protocol === "https:";
  const proof = await connection.authenticate({ method: "GET", host: url.host, path: url.pathname }, now());
  const signal = AbortSignal.timeout(timeoutMs);
  let missing: NoProductsAnswer["missing"] = "connection";
  const request = (isSecure ? requestHttps : requestHttp)(url, {
    agent: false,
    method: "GET",
    headers: {
      accept: "application/hal+json;charset=utf-8",
      "v-c-correlation-id": newCorrelationId(),
      ...(senderOrganizationId !== undefined && { "v-c-sender-organization-id": senderOrganizationId }),
      ...(permissions !== undefined && { "v-c-permissions": permissions }),
      ...proof,
    },
    rejectUnauthorized: true,
    signal,
  });
  request.once("socket", (socket) => {
    socket.once("connect", () => (missing = isSecure ? "tls" : "answer"));
    socket.once("secureConnect", () => (missing = "answer"));
  });
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on("response", resolve).on("error", reject).end();
    });
    const body = await bodyOf(response);
    if (body === undefined) return { isAnswer: false, missing, reason: "more than 1 MB" };
    return { isAnswer: true, status: response.statusCode ?? 0, body, date: response.headers.date };
  } catch (error) {
    return { isAnswer: false, missing, reason: signal.aborted ? `not within ${timeoutMs / 1000} s` : codeOf(error) };
  } finally {
    request.destroy();
  }
};
