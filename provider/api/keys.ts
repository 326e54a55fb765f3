import { type ClientSources, createApiClient } from "./client.js";
import { type Connection } from "./connection.js";
import { isSuccess, textOf } from "./exchange.js";
import { type FailedRequest, refused, withoutAnswer, withoutKey } from "./failures.js";
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
   * @throws KmsError if there is no key in the answer, or no answer; codes in docs/errors.md
   * @throws AuthenticationConfigError if the request can't be signed
   */
  requestKey(connection: Connection, request: KeyRequest): Promise<IssuedKey>;
}

/** What tests replace: the clock, the waiting times and the correlation ids. */
export interface KeysSources extends ClientSources {
  readonly newCorrelationId: () => string;
}

/**
 * Creates the client that requests keys. It sends a request again only if the service certainly didn't process it:
 * a second request creates a second key, which may invalidate the first one.
 */
export const createKeysClient = (sources: KeysSources): KeysClient => {
  const { now, newCorrelationId } = sources;
  const client = createApiClient(sources);

  return {
    requestKey: async (connection, request) => {
      const { action, organizationId } = request;
      const correlationId = newCorrelationId();
      const { host } = new URL(connection.origin);
      const sent: FailedRequest = { action, organizationId, host, correlationId };
      const secrets = request.action === "STORE" ? [request.clientSecret] : [];

      const answer = await client.send(connection, {
        method: "POST",
        path: KEYS_PATH,
        body: encodeKeyRequest(request),
        correlationId,
        retry: "ifNotActedOn",
      });
      if (!answer.isAnswer) throw withoutAnswer(sent, answer);

      const { status, headers } = answer;
      const body = textOf(answer.body);
      if (!isSuccess(status)) throw refused(sent, { status, body, headers, now: now() }, secrets);
      const key = decodeKeyAnswer(body, secrets);
      if (isAnswerFault(key)) throw withoutKey(sent, status, key);
      return { ...key, correlationId };
    },
  };
};
