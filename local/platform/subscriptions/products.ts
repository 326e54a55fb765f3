import { type Answer, jsonAnswer } from "../answer.js";
import { type SubscriptionSwitches } from "./options.js";
import { type Subscription } from "./subscription.js";

export interface EventType {
  readonly eventName: string;
  readonly displayName: string;
  readonly frequency: number;
  readonly timeSensitivity: boolean;
  readonly payloadEncryption: boolean;
}

/** What an organization may subscribe to. */
export interface Product {
  readonly productId: string;
  readonly productName: string;
  readonly eventTypes: readonly EventType[];
}

const event = (eventName: string, displayName: string, payloadEncryption = false): EventType => ({
  eventName,
  displayName,
  frequency: -1,
  timeSensitivity: false,
  payloadEncryption,
});

/** Live lists also have products without events, and repeat event names. */
export const DEFAULT_PRODUCTS: readonly Product[] = [
  {
    productId: "tokenManagement",
    productName: "Token Management",
    eventTypes: [
      event("tms.networktoken.updated", "Network Token Updated"),
      event("tms.networktoken.provisioned", "Network Token Provisioned"),
      event("tms.networktoken.binding", "Network Token Binding"),
      event("tms.networktoken.updated", "Network Token Updated"),
    ],
  },
  {
    productId: "payByLink",
    productName: "Pay by Link",
    eventTypes: [
      event("payByLink.customer.payment", "Customer Payment"),
      event("payByLink.merchant.payment", "Merchant Payment"),
    ],
  },
  {
    productId: "recurringBilling",
    productName: "Recurring Billing",
    eventTypes: [
      event("rbs.subscriptions.charge.failed", "Charge Failed"),
      event("rbs.subscriptions.charge.pre-notified", "Charge Announced"),
      event("rbs.subscriptions.charge.created", "Charge Created"),
    ],
  },
  {
    productId: "payments",
    productName: "Payments",
    eventTypes: [
      event("payments.authorization.status.accepted", "Authorization Accepted", true),
      event("payments.capture.status.accepted", "Capture Accepted", true),
    ],
  },
  {
    productId: "unifiedCheckout",
    productName: "Unified Checkout",
    eventTypes: [event("uc.orders.transactionresults", "Transaction Results", true)],
  },
  {
    productId: "cns",
    productName: "Customer Notifications",
    eventTypes: [
      event("cns.report.keyExpiration.detail", "Key Expiration Report"),
      event("cns.outage.notify.freeform", "Outage Notification"),
    ],
  },
  { productId: "transactionSearch", productName: "Transaction Search", eventTypes: [] },
];

/** The products of an organization, by its id. */
export type ProductsOf = (organizationId: string) => readonly Product[];

export const productsOf =
  (byOrganization: Readonly<Record<string, readonly Product[]>> = {}): ProductsOf =>
  (organizationId) =>
    byOrganization[organizationId] ?? DEFAULT_PRODUCTS;

/** The members that the example of the guide has. */
const idsOf = ({ productId, eventTypes }: Product) => ({
  productId,
  eventTypes: eventTypes.map(({ eventName, payloadEncryption }) => ({ eventName, payloadEncryption })),
});

/** The answer to the list of products for which an organization can subscribe. */
export const productsAnswer = (
  products: readonly Product[],
  { productsForm, productMembers }: Pick<SubscriptionSwitches, "productsForm" | "productMembers">,
): Answer => {
  const list = productMembers === "ids" ? products.map(idsOf) : products;
  return jsonAnswer(200, productsForm === "object" ? { products: list } : list);
};

/** Whether the notifications of an event are encrypted. */
export const isEncrypted = (products: readonly Product[], productId: string, eventType: string): boolean =>
  products.some(
    (product) =>
      product.productId === productId &&
      product.eventTypes.some(({ eventName, payloadEncryption }) => eventName === eventType && payloadEncryption),
  );

/** The paths of the products and events in a request that the organization may not subscribe to. */
export const unknownProducts = (asked: Subscription["products"], products: readonly Product[]): string[] =>
  asked.flatMap(({ productId, eventTypes }, index) => {
    const known = products.find((product) => product.productId === productId)?.eventTypes;
    if (known === undefined) return [`products.${index}.productId`];
    return eventTypes.flatMap((eventType, place) =>
      known.some(({ eventName }) => eventName === eventType) ? [] : [`products.${index}.eventTypes.${place}`],
    );
  });
