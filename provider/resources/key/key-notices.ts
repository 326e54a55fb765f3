import { adoptedKeyIdOf, isAdoptExpired } from "./adoption.js";
import { type HandlerSources } from "./handlers.js";
import { adoptionWillBeRefused, organizationOf, willBeAdopted } from "./key-messages.js";
import { createKeyNaming } from "./key-naming.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { type Properties } from "../protocol.js";
import { createSecondChecks } from "../second-check.js";

/**
 * Creates the function that check calls to announce what creating a resource will do. Of a replacement, diff has already
 * announced it.
 *
 * @param firstKey warning for the first key that a run creates; undefined for none
 */
export const createNewKeyNotice = (
  noun: string,
  firstKey: string | undefined,
  { now, notify, connections, resource }: Omit<HandlerSources, "loadClient">,
): ((olds: Properties, news: Properties) => Promise<void>) => {
  const nameKey = createKeyNaming(noun, connections);
  let isFirstKey = true;
  const isSecondCheck = createSecondChecks(resource);

  return async (olds, news) => {
    if (isSecondCheck(olds, news) || Object.keys(olds).length > 0) return;

    const { connection = DEFAULT_CONNECTION } = news;
    const host = typeof connection === "string" ? connections.hostOf(connection)?.host : undefined;
    if (news.adopt !== undefined && news.adopt !== null) {
      const keyId = adoptedKeyIdOf(news);
      if (keyId === undefined) return;
      const key = nameKey(news, { connection }, host);
      if (isAdoptExpired(news, now())) await notify(adoptionWillBeRefused(key), "warning", keyId);
      else await notify(willBeAdopted(key), "info", keyId);
      return;
    }
    if (firstKey === undefined || !isFirstKey) return;
    isFirstKey = false;
    const organization = organizationOf(news);
    const where = `${organization === undefined ? "" : ` for ${organization}`}${host === undefined ? "" : ` at ${host}`}`;
    await notify(`Creating ${noun.startsWith("e") ? "an" : "a"} ${noun}${where}. ${firstKey}`, "warning");
  };
};
