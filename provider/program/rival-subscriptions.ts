import * as pulumi from "@pulumi/pulumi";
import { createRivalSubscriptions, type Subscribed } from "../resources/subscription/rivals.js";
import { perRun } from "./per-run.js";

const rivalsOfThisRun = perRun(createRivalSubscriptions);

/**
 * Refuses a second subscription for a product and event of an organization, which the service takes once. Values that are
 * known only later are left to the service.
 *
 * @throws RunError with ERR_RIVAL_SUBSCRIPTIONS
 */
export const refuseRivalSubscription = (name: string, args: Subscribed): void => {
  const problem = rivalsOfThisRun()?.({ owner: name, name }, args);
  if (problem !== undefined) throw new pulumi.RunError(problem);
};
