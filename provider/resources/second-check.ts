import { createHash } from "node:crypto";
import { sortedJson } from "../json-text.js";
import { type Properties } from "./protocol.js";

/**
 * Creates a function for the check of one kind of resource: whether this check is the second one of a replacement.
 *
 * Pulumi calls check with empty olds for a new resource, and also for the second half of a replacement, after a check of the
 * same inputs with olds. Checks of other resources can come between the two. Nothing is announced again for the second one. A
 * replacement by hand (`--target-replace`, `pulumi state taint`) looks like a new resource.
 *
 * @param resource the resource that is checked. If it isn't known, resources with the same inputs count as one
 */
export const createSecondChecks = (
  resource: () => string | undefined = () => undefined,
): ((olds: Properties, news: Properties) => boolean) => {
  /** How many existing resources were checked with these inputs and not yet a second time. Inputs can hold secrets. */
  const replaceable = new Map<string, number>();

  return (olds, news) => {
    const inputs = sortedJson([resource() ?? "", news]);
    const digest = createHash("sha256").update(inputs).digest("base64");
    const count = replaceable.get(digest) ?? 0;
    if (Object.keys(olds).length > 0) {
      replaceable.set(digest, count + 1);
      return false;
    }
    if (count > 0) replaceable.set(digest, count - 1);
    return count > 0;
  };
};
