import { SubscriptionError } from "../../api/subscription-error.js";
import { type Product, type Subscription } from "../../api/subscription-wire.js";
import { type Place, type SubscriptionsClient } from "../../api/subscriptions.js";
import { type Notify } from "../notices.js";
import { type Properties } from "../protocol.js";
import { type MemberDifference } from "./differences.js";
import { type MemberName } from "./members.js";
import { warningOf } from "./status-warning.js";

/** Ids are quoted only in a form that the service is known to use. */
const ID_FORM = /^[\w-]{1,64}$/;
export const idText = (webhookId: string): string => (ID_FORM.test(webhookId) ? webhookId : "(id not shown)");

const REVIEWED: readonly MemberName[] = ["webhookUrl", "healthCheckUrl", "securityPolicy"];

/** Names of the service that may be repeated: products and events are no secrets, but an answer can hold anything. */
const NAME_FORM = /^[\w.-]{1,80}$/;

const missingProducts = (products: unknown, known: readonly Product[]): string[] => {
  const entries = Array.isArray(products) ? (products as { productId: string; eventTypes: string[] }[]) : [];
  return entries.flatMap(({ productId, eventTypes }) => {
    const product = known.find((each) => each.productId === productId);
    if (product === undefined) return [productId];
    const events = new Set(product.events.map(({ eventName }) => eventName));
    return eventTypes.filter((eventType) => !events.has(eventType)).map((eventType) => `${productId}: ${eventType}`);
  });
};

/** What the user is told about a subscription, and the errors that are about more than one request. */
export const createSubscriptionNotices = (notify: Notify) => ({
  unusual: async ({ active, healthCheckUrl }: Properties): Promise<void> => {
    if (active !== false || healthCheckUrl === undefined || healthCheckUrl === null) return;
    await notify(
      "A subscription has `active: false` and a healthCheckUrl: the platform activates it again when that URL answers. Remove " +
        "healthCheckUrl.",
      "warning",
    );
  },

  differences: async (id: string, differing: readonly MemberDifference[], olds: Properties): Promise<void> => {
    await changedOutside(
      notify,
      id,
      differing.filter(({ by }) => by === "service").map(({ name }) => name),
    );
    const reviewed = differing.map(({ name }) => name).filter((name) => REVIEWED.includes(name));
    if (reviewed.length > 0 && olds.status !== "BLOCKED") {
      await notify(
        `Changing ${reviewed.join(", ")} of the subscription ${idText(id)} may start a review by the platform, which takes one to two ` +
          "business days. Until then it may not deliver.",
      );
    }
  },

  changedOutside: (id: string, names: readonly MemberName[]): Promise<void> => changedOutside(notify, id, names),

  status: async (id: string, status: string, organizationId: string): Promise<void> => {
    if (status !== "PENDING_REVIEW") return;
    await notify(
      `The subscription ${idText(id)} of ${organizationId} is under review by the platform, which takes one to two business days. ` +
        "Run `pulumi up --continue-on-error` and then `pulumi up --refresh --run-program --continue-on-error` every night: the " +
        "second command activates the subscription once it's approved.",
    );
  },

  warnOfStatus: async (id: string, status: string, organizationId: string): Promise<void> => {
    const warning = warningOf(status, `The subscription ${idText(id)} of ${organizationId}`);
    if (warning !== undefined) await notify(warning, "warning");
  },

  unread: (id: string, { message }: Error): Promise<void> =>
    notify(
      `${message} So this refresh left the subscription ${idText(id)} in the state as it was, and the next \`pulumi up\` reads it again.`,
      "warning",
    ),

  readAgain: (id: string, code: string): Promise<void> =>
    notify(`The last refresh could not read the subscription ${idText(id)} (${code}). \`pulumi up\` reads it again.`),

  takenOver: (id: string, organizationId: string): Promise<void> =>
    notify(
      `The subscription ${idText(id)} of ${organizationId} exists already and carries this resource's own name. Pulumi continues with it ` +
        "instead of creating another one.",
    ),

  adopted: (id: string, organizationId: string): Promise<void> =>
    notify(`The subscription ${idText(id)} of ${organizationId} was adopted as it is. Nothing was changed.`),

  adoptMissing: (id: string, { organizationId }: Place): Promise<void> =>
    notify(
      `\`adopt\` names the subscription ${idText(id)}, which ${organizationId} doesn't have. Pulumi creates a new one.`,
      "warning",
    ),

  kept: (id: string): Promise<void> =>
    notify(`The subscription ${idText(id)} was not deleted: a resource of this stack still manages it.`),

  dropped: async (id: string, names: readonly MemberName[]): Promise<void> => {
    if (names.length === 0) return;
    await notify(
      `The program no longer gives ${names.join(", ")} of the subscription ${idText(id)}. The service keeps the last values. To go ` +
        "back to the defaults, replace the subscription with `pulumi up --target-replace URN`.",
    );
  },

  untaken: async (id: string, names: readonly MemberName[]): Promise<void> => {
    if (names.length === 0) return;
    await notify(
      `The service accepted the change of ${names.join(", ")} of the subscription ${idText(id)} but kept its old value or a part of it. To change it, ` +
        "replace the subscription with `pulumi up --target-replace URN`.",
      "warning",
    );
  },

  vanished: (id: string, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_NOT_FOUND",
      `the subscription ${idText(id)} of ${organizationId} was deleted while Pulumi worked on it. Run \`pulumi up --refresh ` +
        "--run-program`: it creates the subscription again.",
    ),

  exists: ({ webhookId }: Subscription, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_EXISTS",
      `the subscription ${idText(webhookId)} of ${organizationId} already delivers a product and event of this one, and the service ` +
        `takes each only once. Nothing was created. To manage it with Pulumi, set \`adopt: "${idText(webhookId)}"\`. If you ` +
        "renamed the resource, give it the option `aliases` instead. If it was replaced although it has the option " +
        "`retainOnDelete`, which keeps the old subscription, set `adopt` as said, remove the option and run `pulumi up`; then " +
        "replace it.",
    ),

  managed: ({ webhookId }: Pick<Subscription, "webhookId">, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_EXISTS",
      `another resource of this program already manages the subscription ${idText(webhookId)} of ${organizationId}. Nothing ` +
        "was created or changed. Remove one of the two resources from the program. If both have the same name, in two " +
        "components, give them different names and different events.",
    ),

  elsewhere: (
    id: string,
    host: string,
    now: { readonly connection: string; readonly host: string },
  ): SubscriptionError =>
    new SubscriptionError(
      "ERR_HOST_DIFFERS",
      `the subscription ${idText(id)} is at ${host}, but connection "${now.connection}" now names ${now.host}. Nothing was ` +
        `sent, and the subscription stays as it is. Name ${host} again. To move it, first delete it there ` +
        "(`pulumi destroy --target URN --run-program`). Without --run-program, refresh and destroy use the stack's " +
        "configuration of the last `pulumi up`.",
    ),

  foreign: (id: string, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_FOREIGN",
      `\`adopt\` names the subscription ${idText(id)}, which belongs to another organization than ${organizationId}. Nothing was ` +
        "changed. Check organizationId and adopt.",
    ),

  unknownToImport: (id: string, { connection }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_NOT_FOUND",
      `${new URL(connection.origin).host} has no subscription ${idText(id)}, or doesn't show it to these credentials. Nothing ` +
        "was imported. Check the id, and `environment` or `host` of the connection: `npx pulumi-cybersource-webhooks " +
        "subscriptions` lists the ids of an organization.",
      404,
    ),

  ownerless: (id: string): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_BAD_ANSWER",
      `the service doesn't say which organization the subscription ${idText(id)} belongs to. Import it as ` +
        `\`ORGANIZATION/${idText(id)}\`.`,
    ),

  /**
   * Adds to a refusal of create which products and events the organization may not subscribe to, or which other subscription
   * has a product of this one.
   */
  explained: async (
    error: SubscriptionError,
    { client, ...place }: Place & { readonly client: SubscriptionsClient },
    products: unknown,
    rival: Subscription | undefined,
  ): Promise<SubscriptionError> => {
    const known = await client.products(place).catch(() => undefined);
    const missing =
      known === undefined
        ? []
        : missingProducts(products, known).filter((name) => NAME_FORM.test(name.replace(": ", "")));
    if (missing.length === 0) {
      if (rival === undefined) return error;
      return new SubscriptionError(
        "ERR_SUBSCRIPTION_EXISTS",
        `the service refuses this subscription, and ${idText(rival.webhookId)} of ${place.organizationId} already has a product ` +
          "of it. The service probably takes each product once. Nothing was created. Put all events of a product into one " +
          `subscription. (${error.message})`,
        error.status,
      );
    }
    return new SubscriptionError(
      "ERR_SUBSCRIPTION_PRODUCTS",
      `${place.organizationId} may not subscribe to ${missing.join(", ")}. Nothing was created. ` +
        `Correct the names, or ask the vendor to enable the product. (${error.message})`,
      error.status,
    );
  },
});

export type SubscriptionNotices = ReturnType<typeof createSubscriptionNotices>;

const changedOutside = async (notify: Notify, id: string, names: readonly MemberName[]): Promise<void> => {
  if (names.length === 0) return;
  await notify(
    `The subscription ${idText(id)} was changed outside Pulumi (${names.join(", ")}) and will be changed back.`,
  );
};
