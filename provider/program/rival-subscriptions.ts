import * as pulumi from "@pulumi/pulumi";
import { createRivalSubscriptions, type Subscribed } from "../resources/subscription/rivals.js";
import { hostOfConnection } from "./host-of-connection.js";
import { perRun } from "./per-run.js";

const rivalsOfThisRun = perRun(() => createRivalSubscriptions(hostOfConnection));

/**
 * Refuses a second subscription for a product and event of an organization, which the service takes once. Values that are
 * known only later are left to the service.
 *
 * @throws RunError with ERR_RIVAL_SUBSCRIPTIONS
 */
export const refuseRivalSubscription = (name: string, args: Subscribed): void => {
  // The name doesn't tell two subscriptions apart: below different parents both can have it.
  const problem = rivalsOfThisRun()?.({ owner: {}, name }, args);
  if (problem !== undefined) throw new pulumi.RunError(problem);
};
