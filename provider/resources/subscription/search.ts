import { type Subscription } from "../../api/subscription-wire.js";
import { isTaken, membersOf, MEMBER_NAMES } from "./members.js";
import { productEventsOf } from "./product-events.js";

/** Product and event of everything that a list of products asks for. */
const pairsOf = (products: unknown): Set<string> =>
  new Set(productEventsOf(products).map(({ productId, eventType }) => JSON.stringify([productId, eventType])));

/** The first subscription that already has a product and event of `products`. The service takes each once. */
export const blocking = (found: readonly Subscription[], products: unknown): Subscription | undefined => {
  const wanted = pairsOf(products);
  return found.find(({ members }) => [...pairsOf(members["products"])].some((pair) => wanted.has(pair)));
};

/** The first subscription that has a product of `products`, with whatever events. Some sources say that each is taken once. */
export const sharingProduct = (found: readonly Subscription[], products: unknown): Subscription | undefined => {
  const namesOf = (list: unknown): unknown[] => productEventsOf(list).map(({ productId }) => productId);
  const wanted = new Set(namesOf(products));
  return found.find(({ members }) => namesOf(members["products"]).some((name) => wanted.has(name)));
};

/** Whether an answer says of every member what the body does, or nothing. */
const isAlike = ({ members }: Subscription, body: Record<string, unknown>): boolean =>
  MEMBER_NAMES.every((name) => {
    const sent = membersOf(body)[name];
    return sent === undefined || members[name] === undefined || isTaken(name, sent, members[name]);
  });

/** Whether a subscription is the one that this body creates, if it was sent before: it has the same name, and is alike. */
export const isSent = (subscription: Subscription, body: Record<string, unknown>): boolean =>
  subscription.members["name"] === body["name"] && isAlike(subscription, body);

/**
 * Whether a subscription is the one that this body creates because it carries the resource's own name, which no other
 * resource sends: as its name or, where the program gives another name, as its description.
 */
export const isOwn = (subscription: Subscription, body: Record<string, unknown>, ownName: string): boolean =>
  ownName !== "" &&
  ["name", "description"].some((mark) => body[mark] === ownName && subscription.members[mark] === ownName) &&
  isAlike(subscription, body);
