import { isDeepStrictEqual } from "node:util";
import { adoptedKeyIdOf, isAdoptExpired } from "./adoption.js";
import { type HandlerSources } from "./handlers.js";
import { adoptionWillBeRefused, describeKey, organizationOf, willBeAdopted } from "./key-messages.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { type Properties } from "../protocol.js";

/**
 * Creates the function that check calls to announce what creating a resource will do.
 *
 * Pulumi calls check with empty olds for a new resource, and also for the second half of a replacement, right after a
 * check of the same inputs with olds. Nothing is announced for the latter, because diff has already done so. A replacement
 * by hand (`--target-replace`, `pulumi state taint`) looks like a new resource.
 *
 * @param firstKey warning for the first key that a run creates; undefined for none
 */
export const createNewKeyNotice = (
  noun: string,
  firstKey: string | undefined,
  { now, notify, connections }: Pick<HandlerSources, "now" | "notify" | "connections">,
): ((olds: Properties, news: Properties) => Promise<void>) => {
  let isFirstKey = true;
  let lastReplaceable: Properties | undefined;

  return async (olds, news) => {
    if (Object.keys(olds).length > 0) {
      lastReplaceable = { ...news };
      return;
    }
    const isReplacement = isDeepStrictEqual({ ...news }, lastReplaceable);
    lastReplaceable = undefined;
    if (isReplacement) return;

    if (news.adopt !== undefined && news.adopt !== null) {
      if (adoptedKeyIdOf(news) === undefined) return;
      const key = describeKey(noun, news);
      if (isAdoptExpired(news, now())) await notify(adoptionWillBeRefused(key), "warning");
      else await notify(willBeAdopted(key));
      return;
    }
    if (firstKey === undefined || !isFirstKey) return;
    isFirstKey = false;
    const organization = organizationOf(news);
    const { connection = DEFAULT_CONNECTION } = news;
    const host = typeof connection === "string" ? connections.hostOf(connection)?.host : undefined;
    const where = `${organization === undefined ? "" : ` for ${organization}`}${host === undefined ? "" : ` at ${host}`}`;
    await notify(`Creating ${noun.startsWith("e") ? "an" : "a"} ${noun}${where}. ${firstKey}`, "warning");
  };
};
