import { type ClientSources, createApiClient } from "./client.js";
import { type Connection } from "./connection.js";
import { isSuccess, textOf } from "./exchange.js";
import { type Asked, refused, withoutAnswer, withoutKey } from "./failures.js";
import { decodeKeyAnswer, encodeKeyRequest, isAnswerFault, type KeyAnswer, type KeyRequest } from "./wire.js";

/** @see spec.md 1.1 */
const KEYS_PATH = "/kms/egress/v2/keys-sym";

export interface IssuedKey extends KeyAnswer {
  readonly correlationId: string;
}

export interface KeysClient {
  /**
   * Sends one CREATE or STORE and returns the key.
   *
   * @throws KmsError when no key came, with a code of docs/errors.md
   */
  requestKey(connection: Connection, request: KeyRequest): Promise<IssuedKey>;
}

/** What the requests for keys take from outside. */
export interface KeysSources extends ClientSources {
  readonly newCorrelationId: () => string;
}

/** Requests keys. A request is sent again only if the service certainly did not act on it: two requests make two keys. */
export const createKeysClient = (sources: KeysSources): KeysClient => {
  const { now, newCorrelationId } = sources;
  const client = createApiClient(sources);

  return {
    requestKey: async (connection, request) => {
      const { action, organizationId } = request;
      const correlationId = newCorrelationId();
      const asked: Asked = { action, organizationId, host: new URL(connection.origin).host, correlationId };
      const secrets = request.action === "STORE" ? [request.clientSecret] : [];

      const body = encodeKeyRequest(request);
      const came = await client.send(connection, {
        method: "POST",
        path: KEYS_PATH,
        body,
        correlationId,
        isRetried: true,
      });
      if (!came.isAnswer) throw withoutAnswer(asked, came);

      const { status, headers } = came;
      const text = textOf(came.body);
      if (!isSuccess(status)) throw refused(asked, { status, body: text, headers, now: now() }, secrets);
      const answer = decodeKeyAnswer(text, secrets);
      if (isAnswerFault(answer)) throw withoutKey(asked, status, answer);
      return { ...answer, correlationId };
    },
  };
};
