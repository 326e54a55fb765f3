import { type ApiClient } from "./client.js";
import { type Connection } from "./connection.js";
import { readJson } from "../json-text.js";
import { type ApiRequest, isSuccess, textOf } from "./exchange.js";
import { type SubscriptionError } from "./subscription-error.js";
import { createSubscriptionLists, type Sent } from "./subscription-lists.js";
import { createPath, statusPath, testPath, webhookPath } from "./subscription-paths.js";
import {
  refusedSubscription,
  type SubscriptionRequest,
  unansweredSubscription,
  unreadableSubscription,
} from "./subscription-failures.js";
import { isSameId } from "./subscription-ids.js";
import {
  decodeSubscription,
  decodeTestNotification,
  type Product,
  type Subscription,
  type TestNotification,
} from "./subscription-wire.js";

/** Where requests about the subscriptions of one organization go. */
export interface Place {
  readonly connection: Connection;
  readonly organizationId: string;
  /** What the subscription asks for, as far as it's known. A service whose list needs filters is asked for these too. */
  readonly products?: unknown;
}

/** What came of a change that the service answered with 2xx. */
export interface Changed {
  /** The subscription, if the answer describes it. */
  readonly subscription: Subscription | undefined;
  /** The error to throw unless a read shows the change: the answer isn't JSON, so it may come from a proxy. */
  readonly doubt: SubscriptionError | undefined;
}

/** A body to send, and what of it no message may repeat. */
export interface Content {
  readonly body: unknown;
  readonly secrets: readonly string[];
}

/** The requests about subscriptions. Each throws SubscriptionError, with a code of docs/errors.md. */
export interface SubscriptionsClient {
  /** All subscriptions of the organization. */
  list(place: Place): Promise<Subscription[]>;
  /** One subscription; undefined if it certainly does not exist. */
  get(place: Place, webhookId: string): Promise<Subscription | undefined>;
  /** Creates a subscription. Sent again only if the service certainly did not act on it. */
  create(place: Place, content: Content): Promise<Subscription>;
  /** Changes the members in the content. */
  patch(place: Place, webhookId: string, content: Content): Promise<Changed>;
  /** Returns the doubt of {@link Changed}. */
  setStatus(place: Place, webhookId: string, status: "ACTIVE" | "INACTIVE"): Promise<Changed["doubt"]>;
  /** Deletes a subscription; it is no error if there is none. Returns false if it was certainly gone before. */
  delete(place: Place, webhookId: string): Promise<boolean>;
  /** The products that the organization may subscribe to. */
  products(place: Place): Promise<Product[]>;
  /** Lets the platform deliver a sample of the subscription's first event. A second time delivers another sample. */
  sendTest(place: Place, webhookId: string): Promise<TestNotification>;
}

/** What the requests take from outside. */
export interface SubscriptionsSources {
  readonly client: ApiClient;
  readonly now: () => Date;
  readonly newCorrelationId: () => string;
  /** What asks: a run of Pulumi, or another command, for which advice about runs would be wrong. Default: `run`. */
  readonly caller?: SubscriptionRequest["caller"];
}

const NO_SECRETS: readonly string[] = [];

/**
 * Any answer can repeat a URL, whose query can hold a token. While there is a secret, even one without letters, messages
 * quote only codes and names of fields.
 */
const CODES_ONLY = [" "];

export const createSubscriptionsClient = (sources: SubscriptionsSources): SubscriptionsClient => {
  const { client, now, newCorrelationId, caller = "run" } = sources;

  const send = async (
    { connection, organizationId }: Place,
    purpose: string,
    { method, path, retry }: Pick<ApiRequest, "method" | "path" | "retry">,
    content?: Content,
  ): Promise<Sent> => {
    const correlationId = newCorrelationId();
    const host = new URL(connection.origin).host;
    const request = {
      purpose,
      method,
      organizationId,
      host,
      correlationId,
      isRepeatable: retry !== "ifNotActedOn",
      caller,
    };
    const body = content === undefined ? undefined : { body: JSON.stringify(content.body) };
    const exchanged = await client.send(connection, { method, path, retry, correlationId, ...body });
    if (!exchanged.isAnswer) throw unansweredSubscription(request, exchanged);
    return { answer: exchanged, request };
  };

  const failed = ({ answer, request }: Sent, secrets = NO_SECRETS) =>
    refusedSubscription(request, answer, now(), [...CODES_ONLY, ...secrets]);

  /** The answer, decoded; throws for anything but a readable 2xx. */
  const read = <Value>(sent: Sent, decode: (body: string) => Value | undefined, secrets = NO_SECRETS): Value => {
    if (!isSuccess(sent.answer.status)) throw failed(sent, secrets);
    const value = decode(textOf(sent.answer.body));
    if (value === undefined) throw unreadableSubscription(sent.request, sent.answer);
    return value;
  };

  const lists = createSubscriptionLists({ send, read });
  const { products } = lists;

  /** Whether an answer can come from the service, which answers with JSON or with nothing. */
  const doubtOf = ({ answer, request }: Sent): SubscriptionError | undefined => {
    const isClear = answer.body.length === 0 || readJson(textOf(answer.body)) !== undefined;
    return isClear ? undefined : unreadableSubscription(request, answer);
  };

  const decodeThis = (sent: Sent, webhookId: string): Subscription | undefined => {
    const decoded = decodeSubscription(textOf(sent.answer.body));
    return decoded !== undefined && isSameId(decoded.webhookId, webhookId) ? decoded : undefined;
  };

  const get = async (place: Place, webhookId: string): Promise<Subscription | undefined> => {
    const target = { method: "GET", path: webhookPath(webhookId), retry: "always" } as const;
    const sent = await send(place, "reading the subscription", target);
    if (sent.answer.status !== 404) return read(sent, () => decodeThis(sent, webhookId));
    // Without an organization, nothing else can be asked.
    if (place.organizationId !== "" && (await lists.isGone(place, webhookId, sent))) return undefined;
    throw failed(sent);
  };

  return {
    list: lists.list,
    products,

    get,

    create: async (place, content) => {
      const target = { method: "POST", path: createPath, retry: "ifNotActedOn" } as const;
      return read(await send(place, "creating the subscription", target, content), decodeSubscription, content.secrets);
    },

    patch: async (place, webhookId, content) => {
      const target = { method: "PATCH", path: webhookPath(webhookId), retry: "always" } as const;
      const sent = await send(place, "changing the subscription", target, content);
      if (!isSuccess(sent.answer.status)) throw failed(sent, content.secrets);
      return { subscription: decodeThis(sent, webhookId), doubt: doubtOf(sent) };
    },

    setStatus: async (place, webhookId, status) => {
      const target = { method: "PUT", path: statusPath(webhookId), retry: "always" } as const;
      const content = { body: { status }, secrets: NO_SECRETS };
      const sent = await send(place, `setting the status ${status} of the subscription`, target, content);
      if (!isSuccess(sent.answer.status)) throw failed(sent);
      return doubtOf(sent);
    },

    delete: async (place, webhookId) => {
      const target = { method: "DELETE", path: webhookPath(webhookId), retry: "always" } as const;
      const sent = await send(place, "deleting the subscription", target);
      if (isSuccess(sent.answer.status)) {
        const doubt = doubtOf(sent);
        if (doubt !== undefined && (await get(place, webhookId)) !== undefined) throw doubt;
        return true;
      }
      if (sent.answer.status === 404 && (await lists.isGone(place, webhookId, sent)))
        return sent.answer.isRetried === true;
      throw failed(sent);
    },

    sendTest: async (place, webhookId) => {
      const target = { method: "POST", path: testPath(webhookId), retry: "never" } as const;
      // The vendor's own client sends an empty object too.
      const sent = await send(place, "sending a test notification", target, { body: {}, secrets: NO_SECRETS });
      return read(sent, decodeTestNotification);
    },
  };
};
