import { z } from "zod";
import { type AttemptOutcome, attemptDelivery, isAccepted } from "../delivery/attempt.js";
import { type NotificationEvent } from "../delivery/notification.js";
import { type EncryptionKey } from "../encryption/encryption-key.js";
import { type Parents } from "../hierarchy.js";
import { type IssuedKey } from "../issued-key.js";
import { type Agenda } from "./agenda.js";
import { type TestNotification } from "./context.js";
import { type SubscriptionSwitches } from "./options.js";
import { oAuthConfigOf, pinnedKeyIdOf } from "./policies.js";
import { isEncrypted, type ProductsOf } from "./products.js";
import { retryMinutes } from "./retry-times.js";
import { reaches } from "./scope.js";
import { type SubscriptionStore } from "./store.js";
import { type Subscription } from "./subscription.js";

/** Something that happened in an organization; the body of `POST /-/emit`. */
export const emittedEventSchema = z.strictObject({
  organizationId: z.string().min(1),
  productId: z.string().min(1),
  eventType: z.string().min(1),
  payload: z.unknown().default({ test: true }),
});
export type EmittedEvent = z.input<typeof emittedEventSchema>;

export interface NotificationAttempt extends AttemptOutcome {
  readonly at: string;
  readonly retryNumber: number;
}

/**
 * What became of a notification. HELD: it's sent when its subscription is ACTIVE again. DROPPED: its subscription was
 * deleted or switched off.
 */
export interface NotificationReport {
  readonly webhookId: string;
  readonly productId: string;
  readonly eventType: string;
  readonly outcome: "ACCEPTED" | "FAILED" | "HELD" | "DROPPED";
  readonly attempts: readonly NotificationAttempt[];
}

export interface EmitSources {
  readonly store: SubscriptionStore;
  readonly switches: () => SubscriptionSwitches;
  readonly now: () => Date;
  readonly agenda: Agenda;
  readonly signal: AbortSignal;
  readonly parents: Parents;
  readonly signingKeyOf: (organizationId: string) => IssuedKey | undefined;
  readonly encryptionKeyOf: (organizationId: string) => EncryptionKey | undefined;
  readonly productsOf: ProductsOf;
  /** The OAuth credentials with this ID, or the current ones. */
  readonly credentialsOf: (organizationId: string, keyId: string | undefined) => IssuedKey | undefined;
  readonly suspend: (subscription: Subscription) => void;
  /** Called when a test call was accepted. */
  readonly onTestAccepted: (webhookId: string) => void;
}

export interface Emitter {
  readonly emit: (event: EmittedEvent) => Promise<readonly NotificationReport[]>;
  readonly sendTest: (subscription: Subscription, test: TestNotification) => void;
  /** Sends what was held for a subscription. */
  readonly release: (webhookId: string) => void;
  /** Notifications that were accepted, failed, held or dropped, oldest first. */
  readonly reports: readonly NotificationReport[];
}

/** A limit, so that a local platform that runs for weeks doesn't run out of memory. */
const MOST_REPORTS = 10_000;

const asksFor = ({ products }: Subscription, productId: string, eventType: string): boolean =>
  products.some((product) => product.productId === productId && product.eventTypes.includes(eventType));

/** Delivers notifications to subscriptions as the platform does. */
export const createEmitter = (sources: EmitSources): Emitter => {
  const { store, switches, now, agenda, signal } = sources;
  const held = new Map<string, NotificationEvent[]>();
  const reports: NotificationReport[] = [];

  const reported = (
    { webhookId, productId, eventType }: NotificationEvent,
    outcome: NotificationReport["outcome"],
    attempts: readonly NotificationAttempt[],
  ): NotificationReport => {
    const report = { webhookId, productId, eventType, outcome, attempts };
    reports.push(report);
    if (reports.length > MOST_REPORTS) reports.shift();
    return report;
  };

  /** How to encrypt an event for a subscriber, if the list of products says that it's encrypted. */
  const encryptionOf = ({ productId, eventType }: NotificationEvent, organizationId: string) => {
    if (!isEncrypted(sources.productsOf(organizationId), productId, eventType)) return undefined;
    const key = sources.encryptionKeyOf(organizationId);
    return key === undefined && switches().withoutEncryptionKey === "plain" ? undefined : { key };
  };

  const attempt = async (
    event: NotificationEvent,
    retryNumber: number,
    { webhookUrl, organizationId, securityPolicy }: Subscription,
    signingKey = sources.signingKeyOf(organizationId),
  ): Promise<NotificationAttempt> => {
    const { oAuthStyle: style, pinnedKeyIdIn, ...form } = switches();
    const at = now().toISOString();
    const config = oAuthConfigOf(securityPolicy);
    const encryption = encryptionOf(event, organizationId);
    const outcome = await attemptDelivery(event, retryNumber, {
      url: webhookUrl,
      signingKey,
      ...(encryption !== undefined && { encryption }),
      ...(config !== undefined && {
        oAuth: {
          url: config.oAuthURL,
          credentials: sources.credentialsOf(organizationId, pinnedKeyIdOf(config, pinnedKeyIdIn)),
          style,
        },
      }),
      form,
      now,
      signal,
    });
    return { at, retryNumber, ...outcome };
  };

  const hold = (event: NotificationEvent, attempts: readonly NotificationAttempt[]): NotificationReport => {
    held.set(event.webhookId, [...(held.get(event.webhookId) ?? []), event]);
    return reported(event, "HELD", attempts);
  };

  const giveUp = (event: NotificationEvent, attempts: readonly NotificationAttempt[]): NotificationReport => {
    const subscription = store.get(event.webhookId);
    const mustSuspend = switches().exhausted === "always-suspends" || subscription?.retryPolicy.deactivateFlag === true;
    if (subscription?.status === "ACTIVE" && mustSuspend) sources.suspend(subscription);
    return reported(event, "FAILED", attempts);
  };

  const deliver = async (event: NotificationEvent): Promise<NotificationReport> => {
    const startedMs = now().getTime();
    const attempts: NotificationAttempt[] = [];
    let firstKey: IssuedKey | undefined;
    for (let retryNumber = 0; ; retryNumber += 1) {
      const policy = store.get(event.webhookId)?.retryPolicy;
      if (policy === undefined) return reported(event, "DROPPED", attempts);
      const minutes = [0, ...retryMinutes(policy)][retryNumber];
      if (minutes === undefined) return giveUp(event, attempts);
      await agenda.until(new Date(startedMs + minutes * switches().minuteMs));
      const subscription = store.get(event.webhookId);
      if (subscription?.status === "SUSPENDED") return hold(event, attempts);
      if (subscription?.status !== "ACTIVE") return reported(event, "DROPPED", attempts);
      firstKey ??= sources.signingKeyOf(subscription.organizationId);
      const signingKey = switches().retriesSignedWith === "first-key" ? firstKey : undefined;
      const attempted = await attempt(event, retryNumber, subscription, signingKey);
      attempts.push(attempted);
      if (isAccepted(attempted)) return reported(event, "ACCEPTED", attempts);
    }
  };

  const inBackground = (task: () => Promise<unknown>): void =>
    void agenda.run(task).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });

  const emitNow = async (event: EmittedEvent): Promise<readonly NotificationReport[]> => {
    const { organizationId, productId, eventType, payload } = emittedEventSchema.parse(event);
    const eventDate = now();
    const asking = store
      .all()
      .filter((each) => reaches(each.notificationScope, each.organizationId, organizationId, sources.parents))
      .filter((each) => asksFor(each, productId, eventType));
    return Promise.all(
      asking.flatMap(({ webhookId, status }) => {
        const notification = { organizationId, productId, eventType, payload, webhookId, eventDate };
        if (status === "SUSPENDED") return [Promise.resolve(hold(notification, []))];
        return status === "ACTIVE" ? [agenda.run(() => deliver(notification))] : [];
      }),
    );
  };

  return {
    reports,
    emit(event) {
      const emitted = emitNow(event);
      // It rejects if the local platform closes. If the caller doesn't wait for it, that must not end the process.
      emitted.catch(() => undefined);
      return emitted;
    },
    sendTest({ webhookId, organizationId }, test) {
      const event: NotificationEvent = { ...test, organizationId, webhookId, payload: undefined };
      inBackground(async () => {
        const subscription = store.get(webhookId);
        if (subscription === undefined) return;
        const attempted = await attempt(event, 0, subscription);
        reported(event, isAccepted(attempted) ? "ACCEPTED" : "FAILED", [attempted]);
        if (isAccepted(attempted)) sources.onTestAccepted(webhookId);
      });
    },
    release(webhookId) {
      const events = held.get(webhookId) ?? [];
      held.delete(webhookId);
      for (const event of events) inBackground(() => deliver(event));
    },
  };
};
