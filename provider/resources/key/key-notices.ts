import { isDeepStrictEqual } from "node:util";
import { adoptedKeyIdOf, isAdoptExpired } from "./adoption.js";
import { type HandlerSources } from "./handlers.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { isUnknown, type Properties } from "../protocol.js";

/** An organization id as every state and program may name it; anything else is not repeated. */
const ORGANIZATION_FORM = /^[\x21-\x7e]{1,100}$/;

const organizationOf = ({ organizationId }: Properties): string | undefined =>
  typeof organizationId === "string" && ORGANIZATION_FORM.test(organizationId) && !isUnknown(organizationId)
    ? organizationId
    : undefined;

/** Such as "the signing key of my_organization". */
export const keyOf = (noun: string, properties: Properties): string => {
  const organization = organizationOf(properties);
  return organization === undefined ? `the ${noun}` : `the ${noun} of ${organization}`;
};

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Tells, from check, what the making of a resource will do: Pulumi calls check with empty olds for a resource that is
 * new. It does so for the second half of a replacement as well, right after a check of the same inputs with olds; diff
 * has told about that one. A replacement by hand (`--target-replace`, `pulumi state taint`) looks like a new resource.
 *
 * @param firstKey what making a key can do to one that exists, told once a run; undefined where nothing is known
 */
export const createNewKeyNotice = (
  noun: string,
  firstKey: string | undefined,
  { now, notify, connections }: Pick<HandlerSources, "now" | "notify" | "connections">,
): ((olds: Properties, news: Properties) => Promise<void>) => {
  let isFirstTold = false;
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
      if (isAdoptExpired(news, now())) {
        await notify(
          `\`adopt\` gives ${keyOf(noun, news)}, which has expired by its expirationDate: \`pulumi up\` will refuse to adopt it.`,
          "warning",
        );
      } else {
        await notify(`${capitalized(keyOf(noun, news))} will be adopted. No request is sent.`);
      }
      return;
    }
    if (firstKey === undefined || isFirstTold) return;
    isFirstTold = true;
    const organization = organizationOf(news);
    const { connection = DEFAULT_CONNECTION } = news;
    const host = typeof connection === "string" ? connections.hostOf(connection)?.host : undefined;
    const where = `${organization === undefined ? "" : ` for ${organization}`}${host === undefined ? "" : ` at ${host}`}`;
    await notify(`Creating a ${noun}${where}. ${firstKey}`, "warning");
  };
};
