import { isRefusalOfContent, objectionTo, SubscriptionError } from "../../api/subscription-error.js";
import { isSameId } from "../../api/subscription-ids.js";
import { NO_STATUS } from "../../api/subscription-status.js";
import { type Subscription } from "../../api/subscription-wire.js";
import { type Properties } from "../protocol.js";
import { secretsOf } from "./body.js";
import { isActiveWanted, isDecidedByService, statusToSet } from "./differences.js";
import { type MemberName } from "./members.js";
import { type SubscriptionNotices } from "./notices.js";
import { type Opened } from "./opening.js";
import { sharingProduct } from "./search.js";

/** The steps of verbs that send requests about one subscription. */
export const createExchanges = (notices: SubscriptionNotices) => {
  /** The subscription at the service, which is in the state. */
  const find = async (opened: Opened, webhookId: string): Promise<Subscription> => {
    const found = await opened.client.get(opened, webhookId);
    if (found === undefined) throw notices.vanished(webhookId, opened);
    return found;
  };

  return {
    find,

    /**
     * Sends a change, unless it's empty. Returns the status after it, because a changed URL can start a review.
     *
     * @param untakenIn the members that an answer shows unchanged
     */
    patch: async (
      opened: Opened,
      { webhookId, status }: Subscription,
      body: Record<string, unknown>,
      untakenIn: (answered: Subscription) => readonly MemberName[],
    ): Promise<string> => {
      if (Object.keys(body).length === 0) return status;
      const { client } = opened;
      try {
        const { subscription, doubt } = await client.patch(opened, webhookId, { body, secrets: secretsOf(body) });
        const seen = subscription ?? (await find(opened, webhookId));
        if (doubt !== undefined && untakenIn(seen).length > 0) throw doubt;
        return seen.status;
      } catch (error) {
        const { products } = body;
        if (!(error instanceof SubscriptionError) || !isRefusalOfContent(error) || products === undefined) throw error;
        const all = await client.list(opened).catch(() => []);
        const others = all.filter((each) => !isSameId(each.webhookId, webhookId));
        throw await notices.explained(
          error,
          opened,
          products,
          sharingProduct(others, products),
          "Nothing was changed.",
        );
      }
    },

    /** Sets the status if the service allows it now, and reads what came of everything that was sent. */
    settle: async (opened: Opened, webhookId: string, news: Properties, answered: string): Promise<Subscription> => {
      const isWanted = isActiveWanted(news.active);
      const status = answered === NO_STATUS ? (await find(opened, webhookId)).status : answered;
      const wanted = statusToSet(isWanted, status);
      const objection =
        wanted === undefined ? undefined : await objectionTo(opened.client.setStatus(opened, webhookId, wanted));
      const settled = await find(opened, webhookId);
      // A review that began meanwhile refuses the status, and a later run sets it.
      const isSettled = settled.status === wanted || isDecidedByService(settled.status);
      if (objection !== undefined && !isSettled) throw objection;
      if (isWanted) await notices.status(webhookId, settled.status, opened.organizationId);
      return settled;
    },
  };
};
