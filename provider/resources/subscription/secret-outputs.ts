import { type Properties, withWireSecrets } from "../protocol.js";
import { secretOutputsOf } from "../table.js";
import { earlierNames } from "./earlier.js";
import { type MemberName, membersOf } from "./members.js";
import { appliedOf } from "./outputs.js";
import { WEBHOOK_SUBSCRIPTION } from "./table.js";
import { canCarryToken } from "../../url-token.js";

const ALWAYS_SECRET = secretOutputsOf(WEBHOOK_SUBSCRIPTION);
export const URL_NAMES: readonly string[] = ["webhookUrl", "healthCheckUrl"] satisfies MemberName[];

/**
 * Marks the outputs that are secret. Pulumi marks those of its own whose input is secret; a URL whose input the program leaves
 * out, or that somebody changed at the service, has no such input, and neither has what an earlier program gave.
 *
 * @param news the inputs, if this isn't a read
 */
export const securedSubscription = (outputs: Properties, news?: Properties): Record<string, unknown> => {
  const given = news === undefined ? undefined : membersOf(news);
  const urls = URL_NAMES.filter(
    (name) => canCarryToken(outputs[name]) || (given !== undefined && given[name as MemberName] === undefined),
  );
  const earlier = given === undefined ? [] : earlierNames(outputs, given, appliedOf(outputs));
  return withWireSecrets(outputs, new Set([...ALWAYS_SECRET, ...urls, ...earlier]));
};
