import { isDeepStrictEqual } from "node:util";
import { type Properties } from "./protocol.js";

/**
 * Creates a function for the check of one kind of resource: whether this check is the second one of a replacement.
 *
 * Pulumi calls check with empty olds for a new resource, and also for the second half of a replacement, right after a
 * check of the same inputs with olds. Nothing is announced again for the latter. A replacement by hand
 * (`--target-replace`, `pulumi state taint`) looks like a new resource.
 */
export const createSecondChecks = (): ((olds: Properties, news: Properties) => boolean) => {
  let lastReplaceable: Properties | undefined;

  return (olds, news) => {
    const isOfExisting = Object.keys(olds).length > 0;
    const isSecond = !isOfExisting && isDeepStrictEqual({ ...news }, lastReplaceable);
    lastReplaceable = isOfExisting ? { ...news } : undefined;
    return isSecond;
  };
};
