import { type Answer, type ApiRequest, isSuccess, textOf } from "./exchange.js";
import { type SubscriptionRequest } from "./subscription-failures.js";
import { canonicalId, isSameId } from "./subscription-ids.js";
import { listPath, productsPath } from "./subscription-paths.js";
import {
  decodeProducts,
  decodeSubscriptions,
  isNotFoundInside,
  isNotFoundOfService,
  type Product,
  productsIn,
  type Subscription,
} from "./subscription-wire.js";
import { type Place } from "./subscriptions.js";

/** A request that was answered. */
export interface Sent {
  readonly answer: Answer;
  readonly request: SubscriptionRequest;
}

export interface ListSources {
  readonly send: (
    place: Place,
    purpose: string,
    target: Pick<ApiRequest, "method" | "path" | "retry">,
  ) => Promise<Sent>;
  /** The answer, decoded; throws for anything but a readable 2xx. */
  readonly read: <Value>(sent: Sent, decode: (body: string) => Value | undefined) => Value;
}

interface Listed {
  readonly found: readonly Subscription[];
  /** Whether a subscription that isn't in it certainly doesn't exist. */
  readonly isProof: boolean;
}

interface Filter {
  readonly productId: string;
  readonly eventType: string;
}

const isNotFound = ({ answer }: Sent): boolean => answer.status === 404 && isNotFoundOfService(textOf(answer.body));

/** A list that is empty is a 404, whose status can also be in the body of a 200. */
const isNoList = ({ answer }: Sent): boolean =>
  answer.status === 404 || (isSuccess(answer.status) && isNotFoundInside(textOf(answer.body)));

const filtersOf = (products: unknown): Filter[] =>
  productsIn(products).flatMap(({ productId, eventTypes }) =>
    eventTypes.map((eventType) => ({ productId, eventType })),
  );

/** The requests that list products and subscriptions. */
export const createSubscriptionLists = ({ send, read }: ListSources) => {
  const products = async (place: Place): Promise<Product[]> => {
    const path = productsPath(place.organizationId);
    return read(await send(place, "reading the products", { method: "GET", path, retry: "always" }), decodeProducts);
  };

  const sendList = (place: Place, filter?: Filter): Promise<Sent> => {
    const path = listPath(place.organizationId, { ...filter });
    return send(place, "listing the subscriptions", { method: "GET", path, retry: "always" });
  };

  /** The service answers 404 for an empty list. Another 404 proves nothing. */
  const readList = (sent: Sent): Listed =>
    isNoList(sent)
      ? { found: [], isProof: isNotFound(sent) }
      : { found: read(sent, decodeSubscriptions), isProof: true };

  /**
   * The list, product by product and event by event. Some of the vendor's documents require these filters; the service
   * answers 400 without them then. Such a list proves only that no subscription asks for these events, so those of the
   * subscription in question are among them.
   */
  const listedByEvent = async (place: Place): Promise<Listed> => {
    const offered = (await products(place)).flatMap(({ productId, events }) =>
      events.map(({ eventName: eventType }) => ({ productId, eventType })),
    );
    const keyOf = ({ productId, eventType }: Filter): string => JSON.stringify([productId, eventType]);
    const known = new Set(offered.map(keyOf));
    const own = filtersOf(place.products);
    const unoffered = own.filter((filter) => !known.has(keyOf(filter)));
    const lists = await Promise.all([
      ...offered.map(async (filter) => readList(await sendList(place, filter))),
      ...unoffered.map(async (filter) => {
        const sent = await sendList(place, filter);
        // The service may refuse to be asked for what it doesn't offer.
        return sent.answer.status === 400 ? { found: [], isProof: false } : readList(sent);
      }),
    ]);
    const found = lists.flatMap((list) => list.found).map((each) => [canonicalId(each.webhookId), each] as const);
    return { found: [...new Map(found).values()], isProof: own.length > 0 && lists.every(({ isProof }) => isProof) };
  };

  const listed = async (place: Place): Promise<Listed> => {
    const sent = await sendList(place);
    if (sent.answer.status !== 400) return readList(sent);
    // A 400 with the filters too is about something else: then this first answer says what.
    return listedByEvent(place).catch(() => ({ found: read(sent, decodeSubscriptions), isProof: true }));
  };

  return {
    products,

    list: async (place: Place): Promise<Subscription[]> => {
      const { found, isProof } = await listed(place);
      // A 404 without the service's reason is an empty list only where the organization is known by these credentials.
      if (found.length === 0 && !isProof) await products(place);
      return [...found];
    },

    /**
     * Whether a subscription is gone, after a 404. A gateway's 404, and one for credentials of somebody else, must not take a
     * live subscription out of a state: it is gone only if these credentials know the organization, its list doesn't hold the
     * subscription either, and the list proves that or the 404 is the service's own.
     */
    isGone: async (place: Place, webhookId: string, sent: Sent): Promise<boolean> => {
      await products(place);
      const { found, isProof } = await listed(place);
      return (isProof || isNotFound(sent)) && !found.some((each) => isSameId(each.webhookId, webhookId));
    },
  };
};
