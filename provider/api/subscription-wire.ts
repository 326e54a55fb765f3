import { z } from "zod";
import { readJson } from "../json-text.js";
import { NO_STATUS } from "./subscription-status.js";
import { isPathPart } from "./path-part.js";

/** A subscription as the service describes it. */
export interface Subscription {
  readonly webhookId: string;
  readonly organizationId: string | undefined;
  /** Upper case, such as `ACTIVE`; `UNKNOWN` if the answer has none, or another text than a code. */
  readonly status: string;
  /** When it was created, as the service writes it. */
  readonly createdOn: string | undefined;
  /** What the answer says of name, products, URLs and policies; what it leaves out is absent. */
  readonly members: Readonly<Record<string, unknown>>;
}

const text = z.string().min(1);
/** Far more levels than any documented answer has. */
const MAX_DEPTH = 20;
const STATUS_FORM = /^[A-Z_]{1,40}$/;

const isDeeperThan = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1)));
const optionalText = z.string().optional().catch(undefined);

/** Tolerant: only the id is needed, because the forms of answers differ between the sources. */
const subscriptionSchema = z.looseObject({
  webhookId: text.refine(isPathPart),
  organizationId: optionalText,
  status: optionalText,
  createdOn: optionalText,
});

const MEMBERS = ["name", "description", "webhookUrl", "healthCheckUrl", "retryPolicy", "securityPolicy"] as const;
const productSchema = z.object({ productId: z.string(), eventTypes: z.array(z.string()) });

/** The older form has one productId and its eventTypes at the top. */
const productsOf = (answer: Readonly<Record<string, unknown>>): unknown => {
  const products = z.array(productSchema).safeParse(answer["products"]);
  if (products.success) return products.data;
  const single = productSchema.safeParse(answer);
  return single.success ? [single.data] : (answer["products"] ?? undefined);
};

/** The older form has an object with the scope in it. */
const scopeOf = ({ notificationScope }: Readonly<Record<string, unknown>>): unknown => {
  const wrapped = z.object({ scope: z.string() }).safeParse(notificationScope);
  return wrapped.success ? wrapped.data.scope : (notificationScope ?? undefined);
};

const decode = (value: unknown): Subscription | undefined => {
  if (isDeeperThan(value, MAX_DEPTH)) return undefined;
  const decoded = subscriptionSchema.safeParse(value);
  if (!decoded.success) return undefined;
  const { webhookId, organizationId, createdOn } = decoded.data;
  const status = decoded.data.status?.toUpperCase() ?? "";
  const answered = {
    ...Object.fromEntries(MEMBERS.map((name) => [name, decoded.data[name] ?? undefined])),
    products: productsOf(decoded.data),
    notificationScope: scopeOf(decoded.data),
  };
  const members = Object.fromEntries(Object.entries(answered).filter(([, member]) => member !== undefined));
  return { webhookId, organizationId, status: STATUS_FORM.test(status) ? status : NO_STATUS, createdOn, members };
};

/** Reads one subscription; undefined if the text describes none. */
export const decodeSubscription = (body: string): Subscription | undefined => decode(readJson(body));

/** Reads a list, which can also come as one object; undefined if the text is neither. */
export const decodeSubscriptions = (body: string): Subscription[] | undefined => {
  const json = readJson(body);
  const entries = Array.isArray(json) ? (json as unknown[]) : [json];
  const subscriptions = entries.map(decode);
  return subscriptions.includes(undefined) ? undefined : subscriptions.filter((entry) => entry !== undefined);
};

/** A list of products, each event once; empty if it can't be read. */
export const productsIn = (value: unknown): z.infer<typeof productSchema>[] => {
  const products = z.array(productSchema).catch([]).parse(value);
  const names = new Set(products.map(({ productId }) => productId));
  return [...names].map((productId) => ({
    productId,
    eventTypes: [
      ...new Set(products.filter((each) => each.productId === productId).flatMap(({ eventTypes }) => eventTypes)),
    ],
  }));
};

/** The products of a subscription. */
export const subscribedProducts = ({ members }: Subscription): z.infer<typeof productSchema>[] =>
  productsIn(members["products"]);

/** What the platform sent as a test. Whether the receiver accepted it is in no answer. */
export interface TestNotification {
  readonly productId: string | undefined;
  readonly eventType: string | undefined;
  /** The receiver gets it in the header `v-c-transaction-trace-id`. */
  readonly transactionTraceId: string | undefined;
  /** How often it was sent again; undefined if the answer doesn't say. */
  readonly retryNumber: number | undefined;
}

const testSchema = z
  .object({
    productId: optionalText,
    eventType: optionalText,
    transactionTraceId: optionalText,
    // A number in the specification, a text in the guide.
    retryNumber: z.coerce.number().int().nonnegative().optional().catch(undefined),
    webhookId: optionalText,
  })
  .refine((test) => Object.values(test).some((value) => value !== undefined));

/** Reads the answer to the test call; undefined if the text describes no notification. */
export const decodeTestNotification = (body: string): TestNotification | undefined => {
  const decoded = testSchema.safeParse(readJson(body)).data;
  if (decoded === undefined) return undefined;
  const { productId, eventType, transactionTraceId, retryNumber } = decoded;
  return { productId, eventType, transactionTraceId, retryNumber };
};

const notFoundSchema = z.object({ reason: text, message: z.string() });

const status404Schema = z.object({ statusCode: z.literal([404, "404"]) });

/**
 * Whether a body has the status 404: one of the vendor's clients reads an empty list so, and another one from the HTTP
 * status.
 */
export const isNotFoundInside = (body: string): boolean => status404Schema.safeParse(readJson(body)).success;

/** Whether a 404 comes from the service, which gives a reason, and not from a gateway in front of it. */
export const isNotFoundOfService = (body: string): boolean => notFoundSchema.safeParse(readJson(body)).success;

/** A product of an organization, and the events that it can subscribe to. */
export interface Product {
  readonly productId: string;
  readonly productName: string | undefined;
  readonly events: readonly { readonly eventName: string; readonly isEncrypted: boolean }[];
}

/** Some answers of the service have booleans as text. */
const flag = z.union([z.boolean(), z.string().transform((value) => value.toLowerCase() === "true")]).catch(false);

const productListSchema = z.array(
  z.object({
    productId: text,
    productName: optionalText,
    eventTypes: z.array(z.object({ eventName: text, payloadEncryption: flag })).catch([]),
  }),
);

/** Reads the products of an organization; undefined if the text lists none. Repeated events count once. */
export const decodeProducts = (body: string): Product[] | undefined => {
  const json = readJson(body);
  const wrapped = z.object({ products: z.unknown() }).safeParse(json);
  const list = productListSchema.safeParse(wrapped.success && !Array.isArray(json) ? wrapped.data.products : json);
  return list.data?.map(({ productId, productName, eventTypes }) => ({
    productId,
    productName,
    events: [...new Set(eventTypes.map(({ eventName }) => eventName))].map((eventName) => ({
      eventName,
      isEncrypted: eventTypes.some((event) => event.eventName === eventName && event.payloadEncryption),
    })),
  }));
};
