import { expect } from "@jest/globals";
import { type Fault } from "../../local/platform/fault.js";
import { type SubscriptionOptions } from "../../local/platform/subscriptions/options.js";
import { type Run } from "../e2e/support/engine.js";
import { type Scenario, stepsOf, succeeded } from "../e2e/support/scenario.js";

/** One fault of each kind of step; all the others are met by the handlers in subscriptions.test.ts. */
const CASES = ["found", "unlisted", "half-made", "untouched"] as const;

export const SUBSCRIPTION_COUNT = CASES.length;
export const SUBSCRIPTIONS: SubscriptionOptions = { firstStatus: "INACTIVE", signingKeyRequired: false };

/** A subscription for each case, of its own organization. */
export const SUBSCRIPTIONS_PROGRAM = CASES.map(
  (name) => `new WebhookSubscription("${name}", {
  organizationId: "${name}",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
});`,
).join("\n");

const LOST: Fault = { kind: "reset", made: true };
const refused = (status: number): Fault => ({ kind: "answer", made: false, status, body: "{}" });

/** The ids in the state and at the service, by organization. */
const idsOf = async ({ resources, platform }: Scenario) => {
  const inState = await resources();
  return CASES.map((name) => ({
    state: inState[`WebhookSubscription ${name}`]?.id,
    service: platform.subscriptions(name).map(({ webhookId }) => webhookId),
  }));
};
const stepsOfSubscriptions = (run: Run): string[] =>
  stepsOf(run).filter((step) => step.includes(" WebhookSubscription "));

/** Lets the requests of subscriptions fail, and says what the runs have to do with them. */
export const failSubscriptions = (scenario: Scenario) => {
  const { stack, platform } = scenario;
  let unlistedIds: readonly string[] = [];
  platform.fault(LOST, 1, { organizationId: "found", action: "CREATE_SUBSCRIPTION" });
  platform.fault(LOST, 1, { organizationId: "unlisted", action: "CREATE_SUBSCRIPTION" });
  platform.fault(refused(401), "always", { organizationId: "unlisted", action: "LIST_SUBSCRIPTIONS", after: 1 });
  platform.fault(refused(403), 1, { organizationId: "half-made", action: "SET_STATUS" });
  platform.fault(refused(406), 1, { organizationId: "untouched", action: "LIST_SUBSCRIPTIONS" });
  return {
    /** The failed run says what to do, and loses no subscription that was made. */
    expectTold: async (run: Run): Promise<void> => {
      expect(run.output).toMatch(/ERR_OUTCOME_UNKNOWN: creating the subscription of unlisted at /);
      expect(run.output).toMatch(
        /ERR_SUBSCRIPTION_FORBIDDEN: setting the status ACTIVE of the subscription of half-made/,
      );
      expect(run.output).toMatch(/ERR_SUBSCRIPTION_NOT_ACCEPTABLE: listing the subscriptions of untouched at /);
      expect(run.output).not.toMatch(/ERR_\w+: [^\n]* of found at /);
      const [found, unlisted, halfMade, untouched] = await idsOf(scenario);
      expect(found?.service).toEqual([found?.state]);
      expect(unlisted).toMatchObject({ state: undefined, service: [expect.any(String)] });
      expect(halfMade?.service).toEqual([halfMade?.state]);
      expect(untouched).toEqual({ state: undefined, service: [] });
      unlistedIds = unlisted?.service ?? [];
    },
    lift: () => {
      for (const name of CASES) platform.clearFaults(name);
    },
    /** The next run makes what is missing, once. */
    expectHealed: async (run: Run): Promise<void> => {
      expect(stepsOfSubscriptions(run)).toEqual([
        "create WebhookSubscription unlisted",
        "create WebhookSubscription untouched",
        "update WebhookSubscription half-made",
      ]);
      const healed = await idsOf(scenario);
      expect(healed.map(({ service }) => service)).toEqual(healed.map(({ state }) => [state]));
      expect(healed[1]?.service).toEqual(unlistedIds);
      expect(platform.subscriptions().map(({ status }) => status)).toEqual(Array(CASES.length).fill("ACTIVE"));
    },
    /** A destroy forgets no subscription whose deletion is refused. */
    destroy: async (): Promise<void> => {
      const [found] = await idsOf(scenario);
      platform.fault(refused(404), "always", { organizationId: "found", action: "DELETE_SUBSCRIPTION" });
      const kept = await stack.destroy();
      expect(kept.ok).toBe(false);
      expect(kept.output).toMatch(
        /ERR_SUBSCRIPTION_NOT_FOUND: deleting the subscription of found at [^\n]*the state stays as it is/,
      );
      expect((await idsOf(scenario))[0]).toEqual(found);
      platform.clearFaults("found");
      succeeded(await stack.destroy());
      expect(platform.subscriptions()).toEqual([]);
    },
  };
};
