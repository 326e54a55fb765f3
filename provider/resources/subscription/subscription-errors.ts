import { canBeAboutProducts, SubscriptionError } from "../../api/subscription-error.js";
import { type Product, type Subscription } from "../../api/subscription-wire.js";
import { type Place, type SubscriptionsClient } from "../../api/subscriptions.js";
import { nearestName } from "../../nearest-name.js";
import { idText } from "./id-text.js";
import { type MemberName } from "./members.js";

/** Names of the service that may be repeated: products and events are no secrets, but an answer can hold anything. */
const NAME_FORM = /^[\w.-]{1,80}$/;

/** A product, or an event behind its product, that the organization may not subscribe to. */
interface Missing {
  readonly name: string;
  /** One that it may subscribe to and that is spelled alike. */
  readonly meant: string | undefined;
}

/** How many are named. An error that is too long for gRPC's headers would not be shown. */
const MAX_MISSING = 20;

/** Real names differ by a few letters, too: `…decision.accept` and `…decision.reject`. */
const MOST_EDITS = 2;

const meantBy = (name: string, known: readonly string[]): string | undefined =>
  nearestName(
    name,
    known.filter((each) => NAME_FORM.test(each)),
    MOST_EDITS,
  );

const missingProducts = (products: unknown, known: readonly Product[]): Missing[] => {
  const entries = Array.isArray(products) ? (products as { productId: string; eventTypes: string[] }[]) : [];
  const missing = entries.flatMap(({ productId, eventTypes }): Missing[] => {
    const product = known.find((each) => each.productId === productId);
    if (product === undefined) {
      return [
        {
          name: productId,
          meant: meantBy(
            productId,
            known.map((each) => each.productId),
          ),
        },
      ];
    }
    const events = product.events.map(({ eventName }) => eventName);
    return eventTypes
      .filter((eventType) => !events.includes(eventType))
      .map((eventType) => ({ name: `${productId}: ${eventType}`, meant: meantBy(eventType, events) }));
  });
  return missing.filter(({ name }) => NAME_FORM.test(name.replace(": ", "")));
};

const managedText = (id: string, organizationId: string): string =>
  `another resource of this program already manages the subscription ${idText(id)} of ${organizationId}. Nothing was created or ` +
  "changed. Remove one of the two resources from the program. If both have the same name, in two components, give them " +
  "different names and different events.";

export const NO_FOLDER =
  "The providers of a run tell each other in a folder which subscriptions they manage, and none can be used: neither the " +
  "folder for temporary files nor Pulumi's own (PULUMI_HOME, or .pulumi in your home folder).";
export const SET_FOLDER = "Set TMPDIR (on Windows TEMP) to a folder that you can write to.";

/** The errors that are about more than one request. */
export const SUBSCRIPTION_ERRORS = {
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

  leaving: (id: string, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_EXISTS",
      `this run deleted the subscription ${idText(id)} of ${organizationId}, and the service still lists it. Nothing was created. ` +
        "Run `pulumi up` again once `npx pulumi-cybersource-webhooks subscriptions` no longer shows it.",
    ),

  unlike: (id: string, names: readonly MemberName[], { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_EXISTS",
      `the subscription ${idText(id)} of ${organizationId} carries this resource's own name and already delivers a product and ` +
        `event of it, but differs in ${names.join(", ")}. Nothing was created. If an earlier run ended with ERR_OUTCOME_UNKNOWN, ` +
        `it created this subscription: set \`adopt: "${idText(id)}"\`, run \`pulumi up\`, and run it again to send what differs. ` +
        "If a resource of the same name manages it, in another component, stack or backend, give the two different names and events.",
    ),

  managed: ({ webhookId }: Pick<Subscription, "webhookId">, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError("ERR_SUBSCRIPTION_EXISTS", managedText(webhookId, organizationId)),

  /** By another provider, whose process alone knows what the program asks for. */
  managedElsewhere: ({ webhookId }: Subscription, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_EXISTS",
      `${managedText(webhookId, organizationId)} If your program moves an event from one to the other, run \`pulumi up\` again ` +
        "once the other one was updated.",
    ),

  givenUp: ({ webhookId }: Subscription, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_EXISTS",
      `the subscription ${idText(webhookId)} of ${organizationId} still delivers a product and event of this one, although your ` +
        "program no longer asks for it there. Nothing was created. Run `pulumi up` again once the other one was updated.",
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

  /** Of one that create would take over or adopt. */
  unshared: (id: string, { organizationId }: Place): SubscriptionError =>
    new SubscriptionError(
      "ERR_SUBSCRIPTION_FOLDER",
      `the subscription ${idText(id)} of ${organizationId} can't be taken over or adopted safely: another provider could delete ` +
        `it with an older entry of the state. ${NO_FOLDER} Nothing was changed. ${SET_FOLDER} Then run \`pulumi up\` again.`,
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
   * Adds to a refusal which products and events the organization may not subscribe to, or which other subscription has a
   * product of this one if the refusal can be about that.
   *
   * @param outcome what didn't happen
   */
  explained: async (
    error: SubscriptionError,
    { client, ...place }: Place & { readonly client: SubscriptionsClient },
    products: unknown,
    rival: Subscription | undefined,
    outcome: string,
  ): Promise<SubscriptionError> => {
    const known = await client.products(place).catch(() => undefined);
    const missing = known === undefined ? [] : missingProducts(products, known);
    if (missing.length === 0) {
      if (rival === undefined || !canBeAboutProducts(error)) return error;
      return new SubscriptionError(
        "ERR_SUBSCRIPTION_EXISTS",
        `the service refuses this subscription, and ${idText(rival.webhookId)} of ${place.organizationId} already has a product ` +
          `of it. The service probably takes each product once. ${outcome} Put all events of a product into one ` +
          `subscription. (${error.bare})`,
        error.status,
      );
    }
    const named = missing.slice(0, MAX_MISSING);
    const more = missing.length === named.length ? "" : ` and ${missing.length - named.length} more`;
    const meant = named.flatMap((each) => each.meant ?? []);
    return new SubscriptionError(
      "ERR_SUBSCRIPTION_PRODUCTS",
      `${place.organizationId} may not subscribe to ${named.map(({ name }) => name).join(", ")}${more}. ${outcome} ` +
        (meant.length === 0 ? "" : `Did you mean ${[...new Set(meant)].join(" and ")}? `) +
        "Correct the names, or ask the vendor to enable the product: `npx pulumi-cybersource-webhooks products --organization " +
        `${place.organizationId}\` lists what it may subscribe to. (${error.bare})`,
      error.status,
    );
  },
};
