import { type ApiClient } from "./client.js";
import { type Connection } from "./connection.js";
import { isSuccess, textOf } from "./exchange.js";
import { type FailedRequest, refused, withoutAnswer, withoutKey } from "./failures.js";
import { type RequestTexts } from "./request-texts.js";
import { type AnswerFault, isAnswerFault } from "./wire.js";

/** The HTTP client, and what tests replace: the clock and the correlation ids. */
export interface KeysSources {
  readonly client: ApiClient;
  readonly now: () => Date;
  readonly newCorrelationId: () => string;
}

/** One request that creates or stores a key. */
export interface KeyPost<Answer extends object> {
  readonly action: string;
  readonly organizationId: string;
  readonly path: string;
  readonly body: string;
  /** Values of the request that no message may repeat. */
  readonly secrets: readonly string[];
  readonly texts: RequestTexts;
  readonly decode: (body: string) => Answer | AnswerFault;
}

export type PostKey = <Answer extends object>(
  connection: Connection,
  post: KeyPost<Answer>,
) => Promise<Answer & { readonly correlationId: string }>;

/**
 * Creates the function that sends a request for a key and reads its answer. It sends a request again only if the service
 * certainly didn't process it: a second request creates a second key, which may invalidate the first one.
 */
export const createKeyExchange = (sources: KeysSources): PostKey => {
  const { client, now, newCorrelationId } = sources;

  return async (connection, { action, organizationId, path, body, secrets, texts, decode }) => {
    const correlationId = newCorrelationId();
    const { host } = new URL(connection.origin);
    const sent: FailedRequest = { action, organizationId, host, correlationId, texts };

    const answer = await client.send(connection, { method: "POST", path, body, correlationId, retry: "ifNotActedOn" });
    if (!answer.isAnswer) throw withoutAnswer(sent, answer);

    const { status, headers } = answer;
    const text = textOf(answer.body);
    if (!isSuccess(status)) throw refused(sent, { status, body: text, headers, now: now() }, secrets);
    const key = decode(text);
    if (isAnswerFault(key)) throw withoutKey(sent, status, key);
    return { ...key, correlationId };
  };
};
