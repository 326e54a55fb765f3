import { type Answer } from "../answer.js";
import { type Clock } from "../clock.js";
import { type Parents } from "../hierarchy.js";
import { type EncryptionKey } from "../encryption/encryption-key.js";
import { type IssuedKey } from "../issued-key.js";
import { type ReceivedRequest } from "../received-request.js";
import { flawsOfHeaders } from "../request-headers.js";
import { createAgenda } from "./agenda.js";
import { type SubscriptionContext } from "./context.js";
import { type SubscriptionControl, UnknownSubscriptionError } from "./control.js";
import { createEmitter } from "./emit.js";
import { createLifecycle } from "./lifecycle.js";
import { type SubscriptionOptions, subscriptionSwitchesSchema } from "./options.js";
import { type Plan, refused } from "./plan.js";
import { productsAnswer, productsOf } from "./products.js";
import { type RoutedRequest } from "./routes.js";
import { createSubscriptionStore } from "./store.js";
import { type Subscription, subscriptionSchema } from "./subscription.js";
import { writeSubscription } from "./write-subscription.js";

/** What subscriptions need from the rest of the local platform. */
export interface SubscriptionSources {
  readonly options: SubscriptionOptions | undefined;
  readonly clock: Pick<Clock, "now">;
  readonly signingKeyOf: (organizationId: string) => IssuedKey | undefined;
  readonly encryptionKeyOf: (organizationId: string) => EncryptionKey | undefined;
  /** The OAuth credentials that an organization stored under an ID, or its current ones. */
  readonly credentialsOf: (organizationId: string, keyId: string | undefined) => IssuedKey | undefined;
  /** The hierarchy of organizations, for the scope DESCENDANTS. */
  readonly parents: Parents;
  readonly held: readonly Subscription[];
  readonly save: (subscriptions: readonly Subscription[]) => void;
  /** Ends what is under way when the local platform closes. */
  readonly signal: AbortSignal;
}

/** The part of the local platform that is about subscriptions. */
export interface Subscriptions {
  /** The answer to the list of products. */
  productsAnswer(organizationId: string): Answer;
  /** What a request leads to; `body` is its decoded JSON, undefined if it isn't JSON. */
  plan(route: RoutedRequest, request: ReceivedRequest, body: unknown): Plan;
  /** Resumes what has become due. Call it after the clock was moved. */
  wake(): void;
  readonly control: SubscriptionControl;
}

/** Creates the part of a local platform that handles subscriptions. Throws if a switch has an unknown value. */
export const createSubscriptions = (sources: SubscriptionSources): Subscriptions => {
  const { options = {}, clock, signingKeyOf, encryptionKeyOf, signal } = sources;
  const { products, rewrite, onSubscriptionRequest, ...input } = options;
  let settings = subscriptionSwitchesSchema.parse(input);
  const now = (): Date => clock.now();
  const switches = () => settings;
  const store = createSubscriptionStore(sources.held, sources.save);
  const agenda = createAgenda(clock, signal);
  const shared = { store, switches, now, agenda, signal };
  const lifecycle = createLifecycle({ ...shared, onActive: (webhookId) => emitter.release(webhookId) });
  const emitter = createEmitter({
    ...shared,
    parents: sources.parents,
    signingKeyOf,
    encryptionKeyOf,
    productsOf: productsOf(products),
    credentialsOf: (organizationId, keyId) => {
      const current = sources.credentialsOf(organizationId, undefined);
      if (keyId === undefined || settings.pinnedCredential === "kept") {
        return sources.credentialsOf(organizationId, keyId);
      }
      return current?.keyId === keyId ? current : undefined;
    },
    suspend: lifecycle.suspend,
    onTestAccepted: (webhookId) => {
      const subscription = store.get(webhookId);
      const isOff = subscription?.status === "INACTIVE" || subscription?.status === "SUSPENDED";
      if (!settings.testActivates || subscription === undefined || !isOff) return;
      if (subscription.healthCheckUrl === undefined) lifecycle.put({ ...subscription, status: "ACTIVE" });
    },
  });

  const context: SubscriptionContext = {
    store,
    switches,
    now,
    productsOf: productsOf(products),
    hasSigningKey: (organizationId) => signingKeyOf(organizationId) !== undefined,
    hasEncryptionKey: (organizationId) => encryptionKeyOf(organizationId) !== undefined,
    put: lifecycle.put,
    sendTest: emitter.sendTest,
    write: (subscription, answeredBy) => writeSubscription(subscription, answeredBy, settings, rewrite),
  };

  const known = (webhookId: string): Subscription => {
    const subscription = store.get(webhookId);
    if (subscription === undefined) throw new UnknownSubscriptionError(webhookId);
    return subscription;
  };

  return {
    productsAnswer: (organizationId) => productsAnswer(context.productsOf(organizationId), settings),
    plan({ action, webhookId, query, body: bodyRule, handle }, { headers, body: bytes }, body) {
      onSubscriptionRequest?.({ action, webhookId: webhookId === "" ? undefined : webhookId, body });
      const hasBody = bodyRule === "required" || (bodyRule === "optional" && bytes.length > 0);
      const headerFlaws = hasBody ? flawsOfHeaders(headers) : [];
      if (headerFlaws.length > 0) return refused(headerFlaws);
      if (bytes.length > 0 && (!hasBody || body === undefined)) return refused([{ field: "", reason: "INVALID_DATA" }]);
      return handle(context, { webhookId, query, body });
    },
    wake: () => agenda.wake(),
    control: {
      subscriptions: (organizationId) =>
        structuredClone(
          store.all().filter((each) => organizationId === undefined || each.organizationId === organizationId),
        ),
      configureSubscriptions(changes) {
        settings = subscriptionSwitchesSchema.parse({ ...settings, ...changes });
      },
      editSubscription(webhookId, changes) {
        lifecycle.put(subscriptionSchema.parse({ ...known(webhookId), updatedOn: now(), ...structuredClone(changes) }));
      },
      removeSubscription: (webhookId) => store.remove(known(webhookId).webhookId),
      review: (webhookId, verdict) => lifecycle.review(known(webhookId), verdict),
      emit: (event) => emitter.emit(event),
      notifications: emitter.reports,
      settled: () => agenda.settled(),
    },
  };
};
