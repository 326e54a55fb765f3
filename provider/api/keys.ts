import { type Connection } from "./connection.js";
import { createKeyExchange, type KeysSources } from "./key-exchange.js";
import { KEY_TEXTS } from "./request-texts.js";
import { decodeKeyAnswer, encodeKeyRequest, type KeyAnswer, type KeyRequest } from "./wire.js";

/** @see docs/key-service.md, "Requests" */
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

/** Creates the client that requests signing keys and stores OAuth credentials. */
export const createKeysClient = (sources: KeysSources): KeysClient => {
  const post = createKeyExchange(sources);
  return {
    requestKey: (connection, request) => {
      const secrets = request.action === "STORE" ? [request.clientSecret] : [];
      return post(connection, {
        action: request.action,
        organizationId: request.organizationId,
        path: KEYS_PATH,
        body: encodeKeyRequest(request),
        secrets,
        texts: KEY_TEXTS,
        decode: (body) => decodeKeyAnswer(body, secrets),
      });
    },
  };
};
