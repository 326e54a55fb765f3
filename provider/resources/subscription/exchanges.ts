import { refusalOf } from "../../api/subscription-error.js";
import { type Subscription } from "../../api/subscription-wire.js";
import { type Properties } from "../protocol.js";
import { secretsOf } from "./body.js";
import { isActiveWanted, isDecidedByService, statusToSet } from "./differences.js";
import { type SubscriptionNotices } from "./notices.js";
import { type Opened } from "./opening.js";

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

    /** Sends a change, and returns the status after it: a changed URL can start a review. */
    patch: async (opened: Opened, webhookId: string, body: Record<string, unknown>): Promise<string> => {
      const patched = await opened.client.patch(opened, webhookId, { body, secrets: secretsOf(body) });
      return (patched ?? (await find(opened, webhookId))).status;
    },

    /** Sets the status if the service allows it now, and reads what came of everything that was sent. */
    settle: async (opened: Opened, webhookId: string, news: Properties, status: string): Promise<Subscription> => {
      const isWanted = isActiveWanted(news.active);
      const wanted = statusToSet(isWanted, status);
      const refusal =
        wanted === undefined ? undefined : await refusalOf(opened.client.setStatus(opened, webhookId, wanted));
      const settled = await find(opened, webhookId);
      // A review that began meanwhile refuses the status, and a later run sets it.
      if (refusal !== undefined && !isDecidedByService(settled.status)) throw refusal;
      if (isWanted) await notices.status(webhookId, settled.status, opened.organizationId);
      return settled;
    },
  };
};
