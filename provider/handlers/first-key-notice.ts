import { isDeepStrictEqual } from "node:util";
import { type Properties } from "./protocol.js";

/**
 * Tells once per run that a first key is about to be made, which may override one that someone made by hand. Pulumi
 * calls check with empty olds for a first key, and for the second half of a replacement; that comes right after a check
 * of the same inputs with olds, and is not a first key.
 */
export const createFirstKeyNotice = (
  notice: string | undefined,
  notify: (line: string) => void,
): ((olds: Properties, news: Properties) => void) => {
  let isTold = false;
  let lastReplaceable: Properties | undefined;

  return (olds, news) => {
    if (notice === undefined || isTold) return;
    if (Object.keys(olds).length > 0) {
      lastReplaceable = { ...news };
      return;
    }
    const isReplacement = isDeepStrictEqual({ ...news }, lastReplaceable);
    lastReplaceable = undefined;
    const isAdopted = news.adopt !== undefined && news.adopt !== null;
    if (isReplacement || isAdopted) return;
    isTold = true;
    notify(notice);
  };
};
