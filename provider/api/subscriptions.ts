import { type ApiClient } from "./client.js";
import { type Connection } from "./connection.js";
import { type Answer, type ApiRequest, isSuccess, textOf } from "./exchange.js";
import { createPath, listPath, productsPath, statusPath, testPath, webhookPath } from "./subscription-paths.js";
import {
  refusedSubscription,
  type SubscriptionRequest,
  unansweredSubscription,
  unreadableSubscription,
} from "./subscription-failures.js";
import {
  decodeProducts,
  decodeSubscription,
  decodeSubscriptions,
  decodeTestNotification,
  isNotFoundInside,
  isNotFoundOfService,
  type Product,
  type Subscription,
  type TestNotification,
} from "./subscription-wire.js";

/** Where requests about the subscriptions of one organization go. */
export interface Place {
  readonly connection: Connection;
  readonly organizationId: string;
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
  /** Changes the members in the content. Returns the subscription if the answer describes it. */
  patch(place: Place, webhookId: string, content: Content): Promise<Subscription | undefined>;
  setStatus(place: Place, webhookId: string, status: "ACTIVE" | "INACTIVE"): Promise<void>;
  /** Deletes a subscription; it is no error if there is none. */
  delete(place: Place, webhookId: string): Promise<void>;
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

interface Sent {
  readonly answer: Answer;
  readonly request: SubscriptionRequest;
}

const NO_SECRETS: readonly string[] = [];

/** Whether a subscription has this id, in whatever letter case the service writes it. */
const hasId = ({ webhookId }: Subscription, id: string): boolean => webhookId.toLowerCase() === id.toLowerCase();

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
    const request = { purpose, organizationId, host, correlationId, isRepeatable: retry !== "ifNotActedOn", caller };
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

  const isNotFound = ({ answer }: Sent): boolean => answer.status === 404 && isNotFoundOfService(textOf(answer.body));

  /** A list that is empty is a 404, whose status can also be in the body of a 200. */
  const isNoList = ({ answer }: Sent): boolean =>
    answer.status === 404 || (isSuccess(answer.status) && isNotFoundInside(textOf(answer.body)));

  const products = async (place: Place): Promise<Product[]> => {
    const path = productsPath(place.organizationId);
    return read(await send(place, "reading the products", { method: "GET", path, retry: "always" }), decodeProducts);
  };

  const sendList = (place: Place, filters: Readonly<Record<string, string>> = {}): Promise<Sent> => {
    const path = listPath(place.organizationId, filters);
    return send(place, "listing the subscriptions", { method: "GET", path, retry: "always" });
  };

  /** Undefined after a 404 that doesn't come from the service, which answers 404 for an empty list. */
  const readList = (sent: Sent): Subscription[] | undefined =>
    isNoList(sent) ? (isNotFound(sent) ? [] : undefined) : read(sent, decodeSubscriptions);

  /**
   * The list, product by product and event by event. Some of the vendor's documents require these filters; the service
   * answers 400 without them then.
   */
  const listedByEvent = async (place: Place): Promise<Subscription[] | undefined> => {
    const known = await products(place);
    const filters = known.flatMap(({ productId, events }) =>
      events.map(({ eventName: eventType }) => ({ productId, eventType })),
    );
    const lists = (await Promise.all(filters.map((filter) => sendList(place, filter)))).map(readList);
    if (lists.includes(undefined)) return undefined;
    const found = lists.flatMap((list) => list ?? []).map((each) => [each.webhookId, each] as const);
    return [...new Map(found).values()];
  };

  const listed = async (place: Place): Promise<Subscription[] | undefined> => {
    const sent = await sendList(place);
    if (sent.answer.status !== 400) return readList(sent);
    // A 400 with the filters too is about something else: then this first answer says what.
    return listedByEvent(place).catch(() => read(sent, decodeSubscriptions));
  };

  const list = async (place: Place): Promise<Subscription[]> => {
    const found = await listed(place);
    if (found !== undefined) return found;
    // A 404 without the service's reason is an empty list only where the organization is known by these credentials.
    await products(place);
    return [];
  };

  /**
   * Whether a subscription is gone, after a 404. A gateway's 404, and one for credentials of somebody else, must not take a
   * live subscription out of a state: it is gone only if these credentials know the organization, and its list doesn't
   * hold the subscription either.
   */
  const isGone = async (place: Place, webhookId: string, sent: Sent): Promise<boolean> => {
    await products(place);
    const found = await listed(place);
    return found === undefined ? isNotFound(sent) : !found.some((subscription) => hasId(subscription, webhookId));
  };

  return {
    list,
    products,

    get: async (place, webhookId) => {
      const sent = await send(place, "reading the subscription", {
        method: "GET",
        path: webhookPath(webhookId),
        retry: "always",
      });
      const decodeThis = (body: string): Subscription | undefined => {
        const decoded = decodeSubscription(body);
        return decoded !== undefined && hasId(decoded, webhookId) ? decoded : undefined;
      };
      if (sent.answer.status !== 404) return read(sent, decodeThis);
      // Without an organization, nothing else can be asked.
      if (place.organizationId !== "" && (await isGone(place, webhookId, sent))) return undefined;
      throw failed(sent);
    },

    create: async (place, content) => {
      const target = { method: "POST", path: createPath, retry: "ifNotActedOn" } as const;
      return read(await send(place, "creating the subscription", target, content), decodeSubscription, content.secrets);
    },

    patch: async (place, webhookId, content) => {
      const target = { method: "PATCH", path: webhookPath(webhookId), retry: "always" } as const;
      const sent = await send(place, "changing the subscription", target, content);
      if (!isSuccess(sent.answer.status)) throw failed(sent, content.secrets);
      return decodeSubscription(textOf(sent.answer.body));
    },

    setStatus: async (place, webhookId, status) => {
      const target = { method: "PUT", path: statusPath(webhookId), retry: "always" } as const;
      const content = { body: { status }, secrets: NO_SECRETS };
      const sent = await send(place, `setting the status ${status} of the subscription`, target, content);
      if (!isSuccess(sent.answer.status)) throw failed(sent);
    },

    delete: async (place, webhookId) => {
      const target = { method: "DELETE", path: webhookPath(webhookId), retry: "always" } as const;
      const sent = await send(place, "deleting the subscription", target);
      if (isSuccess(sent.answer.status)) return;
      if (sent.answer.status === 404 && (await isGone(place, webhookId, sent))) return;
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
