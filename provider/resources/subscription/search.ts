import { type Subscription } from "../../api/subscription-wire.js";
import { isTaken, type MemberName, membersOf, MEMBER_NAMES } from "./members.js";
import { productEventsOf } from "./product-events.js";

/** Product and event of everything that a list of products asks for. */
const pairsOf = (products: unknown): Set<string> =>
  new Set(productEventsOf(products).map(({ productId, eventType }) => JSON.stringify([productId, eventType])));

/** Whether two lists of products have an event of a product in common. */
export const sharesEvent = (one: unknown, other: unknown): boolean => {
  const pairs = pairsOf(other);
  return [...pairsOf(one)].some((pair) => pairs.has(pair));
};

/** The first subscription that already has a product and event of `products`. The service takes each once. */
export const blocking = (found: readonly Subscription[], products: unknown): Subscription | undefined =>
  found.find(({ members }) => sharesEvent(members["products"], products));

/** The first subscription that has a product of `products`, with whatever events. Some sources say that each is taken once. */
export const sharingProduct = (found: readonly Subscription[], products: unknown): Subscription | undefined => {
  const namesOf = (list: unknown): unknown[] => productEventsOf(list).map(({ productId }) => productId);
  const wanted = new Set(namesOf(products));
  return found.find(({ members }) => namesOf(members["products"]).some((name) => wanted.has(name)));
};

/** Members of which an answer says something else than the body. What it leaves out counts as the same. */
export const unlikeMembers = ({ members }: Subscription, body: Record<string, unknown>): MemberName[] => {
  const sent = membersOf(body);
  return MEMBER_NAMES.filter(
    (name) => sent[name] !== undefined && members[name] !== undefined && !isTaken(name, sent[name], members[name]),
  );
};

const isAlike = (subscription: Subscription, body: Record<string, unknown>): boolean =>
  unlikeMembers(subscription, body).length === 0;

/** Whether an answer says that the subscription belongs to this organization, or doesn't say to which. */
export const belongsTo = (subscription: Subscription, organizationId: string): boolean =>
  subscription.organizationId === undefined || subscription.organizationId === organizationId;

/** Whether a subscription is the one that this body creates, if it was sent before: it has the same name, and is alike. */
export const isSent = (subscription: Subscription, body: Record<string, unknown>): boolean =>
  subscription.members["name"] === body["name"] && isAlike(subscription, body);

/** The members that are the resource's own name unless the program gives them. */
const MARKS = ["name", "description"] as const;

/** Whether a subscription carries a resource's own name. */
export const carriesName = ({ members }: Subscription, ownName: string): boolean =>
  ownName !== "" && MARKS.some((mark) => members[mark] === ownName);

/**
 * Whether a subscription is the one that this body creates because it carries the resource's own name: as its name or, where
 * the program gives another name, as its description. Projects and stacks of the same names send the same one, in another
 * backend for example; docs/subscriptions.md says so.
 */
export const isOwn = (subscription: Subscription, body: Record<string, unknown>, ownName: string): boolean =>
  ownName !== "" &&
  MARKS.some((mark) => body[mark] === ownName && subscription.members[mark] === ownName) &&
  isAlike(subscription, body);
