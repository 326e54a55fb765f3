import { type SubscriptionSwitchesInput } from "../../local/platform/subscriptions/options.js";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { type Rewritings } from "./subscription-model.js";
import { type Rewriting } from "./subscription-rewritings.js";

/** A request that the service got. */
export interface SeenRequest {
  readonly action: string;
  readonly body: unknown;
}

/** A service whose answers are rewritten member by member. */
export interface World {
  readonly platform: Platform;
  readonly rewritings: () => Rewritings;
  /** The status of a new subscription. */
  readonly firstStatus: () => string | undefined;
  readonly configure: (switches: SubscriptionSwitchesInput, rewritings: Rewritings) => void;
  /** The requests since the last call. */
  readonly requests: () => SeenRequest[];
}

export const startWorld = async (initial: Rewritings): Promise<World> => {
  const seen: SeenRequest[] = [];
  let rewritings = initial;
  let firstStatus: string | undefined;
  const rewritten = (name: string, value: unknown): unknown => {
    const rewriting = (rewritings as Readonly<Record<string, Rewriting | undefined>>)[name];
    return rewriting === undefined ? value : rewriting.write(value);
  };
  const platform = await startPlatform({
    subscriptions: {
      signingKeyRequired: false,
      rewrite: (subscription) =>
        Object.fromEntries(Object.entries(subscription).map(([name, value]) => [name, rewritten(name, value)])),
      onSubscriptionRequest: ({ action, body }) => void seen.push({ action, body }),
    },
  });
  return {
    platform,
    rewritings: () => rewritings,
    firstStatus: () => firstStatus,
    configure: (switches, next) => {
      rewritings = next;
      firstStatus = switches.firstStatus;
      platform.configureSubscriptions(switches);
    },
    requests: () => seen.splice(0),
  };
};
