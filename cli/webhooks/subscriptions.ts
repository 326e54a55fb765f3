import { isSameId } from "../../provider/api/subscription-ids.js";
import { type Subscription, subscribedProducts } from "../../provider/api/subscription-wire.js";
import { idText } from "../../provider/resources/subscription/id-text.js";
import { holdsSealed, type PackageResource } from "../status/deployment.js";
import { identityOf, printable } from "../status/identity.js";
import { originOf } from "../web-origin.js";
import { type OpenPlace } from "./ask-places.js";
import { isOfPlace, type StackResources } from "./stack-resources.js";

/** A resource of the stack. */
interface ResourceName {
  readonly name: string;
  readonly urn: string;
}

/** A subscription at the service. Contains no URL beyond its origin, nothing of its policy, and nothing that the stack keeps secret. */
export interface FoundSubscription {
  readonly webhookId: string;
  readonly name: string | undefined;
  readonly status: string;
  /** Origin of the receiver's URL; `[secret]` if the stack keeps the URL secret. */
  readonly webhookOrigin: string | undefined;
  readonly products: readonly { readonly productId: string; readonly eventTypes: readonly string[] }[];
  /** The resource of the stack that manages it; undefined if there is none, or no stack was read. */
  readonly managedBy: ResourceName | undefined;
}

/** The subscriptions of an organization. */
export interface SubscriptionsFound {
  /** The stack that was read; undefined if none was. */
  readonly stack: string | undefined;
  readonly subscriptions: readonly FoundSubscription[];
  /** Subscriptions of the stack that the service doesn't have. */
  readonly missing: readonly (ResourceName & { readonly webhookId: string })[];
}

const nameOf = ({ urn }: PackageResource): ResourceName => {
  const { name, urn: printed } = identityOf(urn);
  return { name, urn: printed };
};

const SECRET = "[secret]";

/** Whether the stack keeps a property of a subscription secret. */
const isSecret = (resource: PackageResource | undefined, property: string): boolean =>
  [resource?.inputs, resource?.outputs].some((properties) => holdsSealed(properties?.[property]));

const productsOf = (subscription: Subscription): FoundSubscription["products"] =>
  subscribedProducts(subscription).map(({ productId, eventTypes }) => ({
    productId: printable(productId),
    eventTypes: eventTypes.map(printable),
  }));

const describe = (subscription: Subscription, managed: PackageResource | undefined): FoundSubscription => {
  const { webhookId, status, members } = subscription;
  const { name, webhookUrl } = members;
  return {
    webhookId: idText(webhookId),
    name: isSecret(managed, "name") ? SECRET : typeof name === "string" ? printable(name) : undefined,
    status: printable(status),
    webhookOrigin: isSecret(managed, "webhookUrl") ? SECRET : originOf(webhookUrl),
    products: isSecret(managed, "products") ? [{ productId: SECRET, eventTypes: [SECRET] }] : productsOf(subscription),
    managedBy: managed === undefined ? undefined : nameOf(managed),
  };
};

export const subscriptionsFound = (
  found: readonly Subscription[],
  { organizationId, host }: OpenPlace,
  resources: StackResources | undefined,
): SubscriptionsFound => {
  const ofPlace = (resources?.subscriptions ?? []).filter((resource) => isOfPlace(resource, organizationId, host));
  return {
    stack: resources?.stack,
    subscriptions: found.map((subscription) =>
      describe(
        subscription,
        ofPlace.find(({ id = "" }) => isSameId(id, subscription.webhookId)),
      ),
    ),
    missing: ofPlace
      .filter(({ id = "" }) => !found.some(({ webhookId }) => isSameId(webhookId, id)))
      .map((resource) => ({ ...nameOf(resource), webhookId: idText(resource.id ?? "") })),
  };
};

const INDENT = 10;
const field = (title: string, text: string): string => `  ${title.padEnd(INDENT)}${text}`;

const managedText = ({ webhookId, managedBy }: FoundSubscription, stack: string | undefined): string => {
  if (managedBy !== undefined) return `by the stack ${stack ?? ""}, as ${managedBy.name}`;
  const where = stack === undefined ? "not known, because no stack was read" : `not by the stack ${stack}`;
  return `${where}. To adopt it: adopt: "${webhookId}"`;
};

const linesOf = (subscription: FoundSubscription, stack: string | undefined): string[] => {
  const { webhookId, name = "-", status, webhookOrigin = "-", products } = subscription;
  const events = products.map(({ productId, eventTypes }) => `${productId}: ${eventTypes.join(", ") || "no events"}`);
  return [
    `${webhookId}  ${status}`,
    field("name", name),
    field("receiver", webhookOrigin),
    ...(events.length === 0 ? ["-"] : events).map((text, index) => field(index === 0 ? "events" : "", text)),
    field("managed", managedText(subscription, stack)),
  ];
};

const HOW_TO_ADOPT =
  "To adopt one, declare a WebhookSubscription with organizationId, webhookUrl, products and adopt, and run pulumi up: it " +
  "changes nothing at the platform. See docs/subscriptions.md.";

/** The subscriptions as lines of text. */
export const subscriptionLines = ({ stack, subscriptions, missing }: SubscriptionsFound): string[] => [
  ...(subscriptions.length === 0
    ? ["no subscriptions. To list those of another organization, name it with --organization"]
    : subscriptions.flatMap((each) => linesOf(each, stack))),
  ...missing.map(
    ({ name, webhookId }) =>
      `missing: the stack ${stack ?? ""} has ${name} (${webhookId}), and the platform doesn't. Run pulumi up --refresh ` +
      "--run-program: it creates the subscription again.",
  ),
  ...(subscriptions.some(({ managedBy }) => managedBy === undefined) ? ["", HOW_TO_ADOPT] : []),
];
