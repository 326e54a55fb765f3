import { isRefusalOfContent, SubscriptionError } from "../../api/subscription-error.js";
import { type Subscription } from "../../api/subscription-wire.js";
import { type Properties } from "../protocol.js";
import { secretsOf } from "./body.js";
import { givenAtAdoption } from "./earlier.js";
import { differingMembers, isActiveWanted, statusToSet } from "./differences.js";
import { membersOf } from "./members.js";
import { type SubscriptionNotices } from "./notices.js";
import { type Opened, placeOf, textOf } from "./opening.js";
import { applied, outputsOf, type SubscriptionOutputs } from "./outputs.js";
import { type SubscriptionMemory } from "./run-memory.js";
import {
  belongsTo,
  blocking,
  carriesName,
  isOwn,
  isSent,
  sharesEvent,
  sharingProduct,
  unlikeMembers,
} from "./search.js";
import { createTurns } from "./turns.js";

/** How often the list is read again while it still holds a subscription that this run deleted: for about half a minute. */
const MAX_WAITS = 5;

export interface MakingSources {
  readonly memory: SubscriptionMemory;
  readonly notices: SubscriptionNotices;
  /** Waits before attempt number `attempt`, from 1. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** How create comes to a subscription. */
export const createMaking = ({ memory, notices, pause }: MakingSources) => {
  const inTurn = createTurns();

  /**
   * Notes that create takes a subscription over or adopts it.
   *
   * @throws if the other processes of the run can't know: one of them could delete it with an older entry
   */
  const noteTakenOver = (webhookId: string, opened: Opened): void => {
    memory.noteTakenOver(webhookId);
    if (memory.canShare()) return;
    memory.noteLeaving(webhookId, memory.takenOver(webhookId));
    memory.release(webhookId);
    throw notices.unshared(webhookId, opened);
  };

  /** The list, once it no longer holds what this run deleted and the service would still count as a duplicate. */
  const listBefore = async (opened: Opened, products: unknown): Promise<readonly Subscription[]> => {
    for (let attempt = 1; ; attempt += 1) {
      const found = await opened.client.list(opened);
      const leaving = found.filter(({ webhookId }) => memory.isDeleted(webhookId));
      if (sharingProduct(leaving, products) === undefined || attempt > MAX_WAITS) return found;
      await pause(attempt);
    }
  };

  /** What a create may take over. */
  const candidates = (found: readonly Subscription[], { organizationId }: Opened): readonly Subscription[] =>
    found.filter(
      (each) =>
        !memory.isManaged(each.webhookId) && !memory.isDeleted(each.webhookId) && belongsTo(each, organizationId),
    );

  /** The subscription that this resource created before, if the list holds one. */
  const findOwn = (
    found: readonly Subscription[],
    opened: Opened,
    body: Record<string, unknown>,
    ownName: string,
  ): Subscription | undefined =>
    candidates(found, opened).find(
      (each) => isOwn(each, body, ownName) || (memory.isUncertain(body) && isSent(each, body)),
    );

  const inTheWay = (other: Subscription, opened: Opened, body: Record<string, unknown>, ownName: string) => {
    const { webhookId } = other;
    if (memory.isDeleted(webhookId)) return notices.leaving(webhookId, opened);
    if (memory.isManaged(webhookId)) {
      const wanted = memory.wantedProducts(webhookId);
      if (wanted === undefined) return notices.managedElsewhere(other, opened);
      return sharesEvent(wanted, body["products"]) ? notices.managed(other, opened) : notices.givenUp(other, opened);
    }
    const isNamesake = carriesName(other, ownName) && belongsTo(other, opened.organizationId);
    return isNamesake ? notices.unlike(webhookId, unlikeMembers(other, body), opened) : notices.exists(other, opened);
  };

  const createOrFind = async (
    opened: Opened,
    body: Record<string, unknown>,
    ownName: string,
  ): Promise<Subscription> => {
    const { client } = opened;
    const products = body["products"];
    const before = await listBefore(opened, products);
    const own = findOwn(before, opened, body, ownName);
    if (own !== undefined) {
      memory.claim(own.webhookId);
      noteTakenOver(own.webhookId, opened);
      await notices.takenOver(own.webhookId, opened.organizationId);
      return own;
    }
    const other = blocking(before, products);
    if (other !== undefined) throw inTheWay(other, opened, body, ownName);
    const namesake = candidates(before, opened).find((each) => carriesName(each, ownName));
    if (namesake !== undefined) await notices.namesake(namesake.webhookId, opened.organizationId);
    try {
      return await client.create(opened, { body, secrets: secretsOf(body) });
    } catch (error) {
      if (!(error instanceof SubscriptionError)) throw error;
      if (isRefusalOfContent(error)) {
        const rival = sharingProduct(before, products);
        throw await notices.explained(error, opened, products, rival, "Nothing was created.");
      }
      if (error.code !== "ERR_OUTCOME_UNKNOWN") throw error;
      memory.noteUncertain(body);
      const after = await client.list(opened).catch(() => []);
      const made = findOwn(after, opened, body, ownName);
      if (made === undefined) throw error;
      return made;
    }
  };

  return {
    /** Creates a subscription, or finds the one that this resource created before. Claims it. */
    make: (opened: Opened, body: Record<string, unknown>, news: Properties): Promise<Subscription> =>
      // Two resources with one name at once: the second one must see that the first one has claimed what it created.
      inTurn(JSON.stringify([opened.host, opened.organizationId, body["name"]]), async () => {
        const made = await createOrFind(opened, body, textOf(news.__ownName));
        memory.claim(made.webhookId);
        return made;
      }),

    /** Brings a subscription under Pulumi as it is; undefined if there is none. */
    adopt: async (opened: Opened, webhookId: string, news: Properties): Promise<SubscriptionOutputs | undefined> => {
      const found = memory.isDeleted(webhookId) ? undefined : await opened.client.get(opened, webhookId);
      if (found === undefined) {
        await notices.adoptMissing(webhookId, opened);
        return undefined;
      }
      if (!belongsTo(found, opened.organizationId)) throw notices.foreign(webhookId, opened);
      if (memory.isManaged(webhookId)) throw notices.managed({ webhookId }, opened);
      noteTakenOver(webhookId, opened);
      memory.noteManaged(webhookId, memory.takenOver(webhookId), news.products);
      const answered = applied({}, found, memory.takenOver(webhookId));
      const last = { ...answered, earlier: givenAtAdoption(membersOf(news), answered.answered) };
      const differing = differingMembers(membersOf(news), membersOf(found.members), last).map(({ name }) => name);
      const status = statusToSet(isActiveWanted(news.active), found.status);
      const names = [...differing, ...(status === undefined ? [] : ["active"])];
      await notices.adopted(webhookId, opened.organizationId, names);
      return outputsOf(found, placeOf(opened), last);
    },
  };
};
