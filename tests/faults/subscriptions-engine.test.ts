import { expect, test } from "@jest/globals";
import { type Fault } from "../../local/platform/fault.js";
import { onEveryEngine, type Scenario, stepsOf, succeeded } from "../e2e/support/scenario.js";

/** One fault of each kind of step; all the others are met by the handlers in subscriptions.test.ts. */
const CASES = ["found", "unlisted", "half-made", "untouched"] as const;

const PROGRAM = CASES.map(
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

onEveryEngine("subscriptions whose requests fail", (start) => {
  test("are told with what to do, lost by no run, and created once", async () => {
    const scenario = await start({
      program: PROGRAM,
      platform: { subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } },
      environment: { PULUMI_CONTINUE_ON_ERROR: "true" },
    });
    const { stack, platform } = scenario;
    platform.fault(LOST, 1, { organizationId: "found", action: "CREATE_SUBSCRIPTION" });
    platform.fault(LOST, 1, { organizationId: "unlisted", action: "CREATE_SUBSCRIPTION" });
    platform.fault(refused(401), "always", { organizationId: "unlisted", action: "LIST_SUBSCRIPTIONS", after: 1 });
    platform.fault(refused(403), 1, { organizationId: "half-made", action: "SET_STATUS" });
    platform.fault(refused(406), 1, { organizationId: "untouched", action: "LIST_SUBSCRIPTIONS" });
    const faulty = await stack.up();
    expect(faulty.ok).toBe(false);
    expect(faulty.output).toMatch(/ERR_OUTCOME_UNKNOWN: creating the subscription of unlisted at /);
    expect(faulty.output).toMatch(
      /ERR_SUBSCRIPTION_FORBIDDEN: setting the status ACTIVE of the subscription of half-made/,
    );
    expect(faulty.output).toMatch(/ERR_SUBSCRIPTION_NOT_ACCEPTABLE: listing the subscriptions of untouched at /);
    expect(faulty.output).not.toMatch(/ERR_\w+: [^\n]* of found at /);
    const [found, unlisted, halfMade, untouched] = await idsOf(scenario);
    expect(found?.service).toEqual([found?.state]);
    expect(unlisted).toMatchObject({ state: undefined, service: [expect.any(String)] });
    expect(halfMade?.service).toEqual([halfMade?.state]);
    expect(untouched).toEqual({ state: undefined, service: [] });

    platform.clearFaults();
    expect(stepsOf(succeeded(await stack.up()))).toEqual([
      "create WebhookSubscription unlisted",
      "create WebhookSubscription untouched",
      "update WebhookSubscription half-made",
    ]);
    const healed = await idsOf(scenario);
    expect(healed.map(({ service }) => service)).toEqual(healed.map(({ state }) => [state]));
    expect(healed[1]?.service).toEqual(unlisted?.service);
    expect(platform.subscriptions().map(({ status }) => status)).toEqual(Array(CASES.length).fill("ACTIVE"));

    platform.fault(refused(404), "always", { organizationId: "found", action: "DELETE_SUBSCRIPTION" });
    const kept = await stack.destroy();
    expect(kept.ok).toBe(false);
    expect(kept.output).toMatch(
      /ERR_SUBSCRIPTION_NOT_FOUND: deleting the subscription of found at [^\n]*the state stays as it is/,
    );
    expect((await idsOf(scenario))[0]).toEqual(found);
    platform.clearFaults();
    succeeded(await stack.destroy());
    expect(platform.subscriptions()).toEqual([]);
  });
});
