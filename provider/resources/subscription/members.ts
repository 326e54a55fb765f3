import { isRecord } from "../../json-text.js";
import { isUnknown } from "../protocol.js";

/** What a subscription consists of, in the order of the vendor's examples. */
export const MEMBER_NAMES = [
  "name",
  "description",
  "products",
  "webhookUrl",
  "healthCheckUrl",
  "notificationScope",
  "retryPolicy",
  "securityPolicy",
] as const;

export type MemberName = (typeof MEMBER_NAMES)[number];

/** The members with URLs: the platform reviews each one that it is sent. */
export const REVIEWED: readonly MemberName[] = ["webhookUrl", "healthCheckUrl", "securityPolicy"];

/** Values by member. One that is absent is neither given nor answered. */
export type Members = Readonly<Partial<Record<MemberName, unknown>>>;

/** The members among any properties; null counts as absent, because programs in JavaScript write it for "left out". */
export const membersOf = (properties: Readonly<Record<string, unknown>>): Members =>
  Object.fromEntries(
    MEMBER_NAMES.map((name) => [name, properties[name] ?? undefined] as const).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** A URL as the service may write it: the host in lower case, with or without its default port. */
const canonicalUrl = (text: string): string => (URL.canParse(text) ? new URL(text).href : text);

/** Words of the service, which it writes in upper and lower case alike. */
const CASELESS = new Set(["algorithm", "deactivateflag", "notificationscope", "securitytype"]);
/** Other texts can be URLs too, such as an audience. They mean what they say, letter by letter. */
const URLS = new Set(["webhookurl", "healthcheckurl", "oauthurl"]);
/** A map with names and texts of the user's own. */
const FREE = "additionalconfig";

const canonicalText = (name: string, text: string): string => {
  if (URLS.has(name)) return canonicalUrl(text);
  return CASELESS.has(name) ? text.toLowerCase() : text;
};

/** What the texts below a member are, by its name and that of what it's in. */
const kindOf = (name: string, around: string): string => (around === FREE || URLS.has(around) ? around : name);

/** The service writes numbers and booleans as text in some answers. */
const canonical = (name: string, value: unknown): unknown => {
  if (typeof value === "string") return isUnknown(value) ? value : canonicalText(name, value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    const entries = value.map((entry) => canonical(name, entry));
    return entries.sort((one, other) => compareTexts(JSON.stringify(one), JSON.stringify(other)));
  }
  if (!isRecord(value)) return null;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined && inner !== null)
    .map(([key, inner]) => [name === FREE ? key : key.toLowerCase(), inner] as const)
    .map(([key, inner]) => [key, canonical(kindOf(key, name), inner)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => compareTexts(one, other)));
};

const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The eventTypes of each product once, whatever their order and however often the program repeats one. */
const canonicalProducts = (value: unknown): unknown => {
  if (!Array.isArray(value)) return canonical("products", value);
  const events = new Map<string, Set<string>>();
  for (const entry of value as unknown[]) {
    const { productId, eventTypes } = isRecord(entry) ? entry : {};
    if (typeof productId !== "string" || !Array.isArray(eventTypes)) return canonical("products", value);
    const known = events.get(productId) ?? new Set();
    for (const eventType of eventTypes as unknown[]) known.add(String(eventType));
    events.set(productId, known);
  }
  return [...events].map(([productId, eventTypes]) => [productId, [...eventTypes].sort()]).sort();
};

const canonicalMember = (name: MemberName, value: unknown): unknown =>
  name === "products" ? canonicalProducts(value) : canonical(name.toLowerCase(), value);

/** The part of `value` for which `shape` has a place. What the service adds of its own is no difference. */
const within = (shape: unknown, value: unknown): unknown => {
  if (!isRecord(shape) || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(shape)
      .filter(([name]) => name in value)
      .map(([name, inner]) => [name, within(inner, value[name])]),
  );
};

/** What `shape` has beside what `value` leaves out. What an answer leaves out is unchanged. */
const filledFrom = (shape: unknown, value: unknown): unknown => {
  if (!isRecord(shape) || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(shape).map(([name, inner]) => [name, name in value ? filledFrom(inner, value[name]) : inner]),
  );
};

/** Whether two values of a member mean the same to the service. */
export const isSame = (name: MemberName, one: unknown, other: unknown): boolean =>
  JSON.stringify(canonicalMember(name, one)) === JSON.stringify(canonicalMember(name, other));

/** Whether an answer means the same as an earlier one, as far as the program speaks of it. */
export const isSameAnswer = (name: MemberName, given: unknown, now: unknown, before: unknown): boolean => {
  const shape = canonicalMember(name, given);
  const earlier = within(shape, canonicalMember(name, before));
  const later = within(shape, canonicalMember(name, now));
  return JSON.stringify(filledFrom(earlier, later)) === JSON.stringify(earlier);
};

/** Whether an answer says all that the program gives. */
export const isSaid = (name: MemberName, given: unknown, answered: unknown): boolean => {
  const shape = canonicalMember(name, given);
  return JSON.stringify(within(shape, canonicalMember(name, answered))) === JSON.stringify(shape);
};

/** Whether an answer says what the program gives, or leaves parts of it out. */
export const isTaken = (name: MemberName, given: unknown, answered: unknown): boolean => {
  const shape = canonicalMember(name, given);
  return JSON.stringify(filledFrom(shape, within(shape, canonicalMember(name, answered)))) === JSON.stringify(shape);
};

const leavesOf = (value: unknown, path: string): string[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, `${path}.${name}`))
    : [`${path}=${JSON.stringify(value)}`];

/** Everything that a value of a member says, in parts that can be compared: events of products, members of a policy. */
const partsOf = (name: MemberName, value: unknown): string[] => {
  const whole = canonicalMember(name, value);
  if (name !== "products" || !Array.isArray(whole)) return leavesOf(whole, "");
  return (whole as unknown[]).flatMap((entry) => {
    const [productId, eventTypes] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (!Array.isArray(eventTypes)) return leavesOf(entry, "");
    return eventTypes.map((eventType) => JSON.stringify([productId, eventType]));
  });
};

const isRemovable = (name: MemberName, value: unknown): boolean =>
  name === "securityPolicy" ? isRecord(value) : name === "products" && Array.isArray(value);

/** Whether an answer has parts of an earlier value that the program gives no more. */
export const keepsParts = (name: MemberName, before: unknown, given: unknown, answered: unknown): boolean => {
  const [kept, there] = [given, answered].map((value) => new Set(value === undefined ? [] : partsOf(name, value)));
  return before !== undefined && partsOf(name, before).some((part) => kept?.has(part) === false && there?.has(part));
};

/**
 * Whether an answer still has what the program gave `before` and gives no more, of the members that have no default for it:
 * the service may merge what it gets.
 */
export const keepsRemoved = (name: MemberName, before: unknown, given: unknown, answered: unknown): boolean =>
  isRemovable(name, before) && keepsParts(name, before, given, answered);
