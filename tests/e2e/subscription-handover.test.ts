import { expect, test } from "@jest/globals";
import { type UpOptions } from "./support/engine.js";
import { nativeShell } from "./support/native.js";
import { onEngine, type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";
import { subscription } from "./support/subscription-program.js";

/** A subscription that fails in a run that is meant to. */
const failing = (organizationId: string): string => subscription(`failing-${organizationId}`, { organizationId });

const platformOptions = { subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } } as const;

const idOf = async ({ resources }: Scenario, name: string): Promise<string | undefined> =>
  (await resources())[`WebhookSubscription ${name}`]?.id;
const atService = ({ platform }: Scenario): string[] =>
  platform.subscriptions("shop").map(({ webhookId }) => webhookId);

/** A run in which another subscription fails: what was replaced or dropped stays in the state. */
const failedRun = async (
  { platform, stack }: Scenario,
  organizationId: string,
  how: UpOptions = {},
): Promise<string[]> => {
  platform.fault({ kind: "answer", made: false, status: 401, body: "{}" }, "always", { organizationId });
  const run = await stack.up({ ...how, continueOnError: true });
  expect(run.ok).toBe(false);
  platform.clearFaults();
  return stepsOf(run);
};

/** A resource that takes the subscription of the one before over, in runs of one kind. */
interface Handover {
  readonly from: string;
  readonly to: string;
  readonly how: UpOptions;
}

const HANDOVERS: readonly Handover[] = [
  { from: "first", to: "second", how: {} },
  // A refresh also compares what the program no longer has, before the program runs or behind it.
  { from: "second", to: "third", how: { refresh: true } },
  { from: "third", to: "fourth", how: { refresh: true, runProgram: true } },
];

onEveryShell("a subscription that another resource adopts", (start) => {
  test("stays when the first one leaves the state in a later run, because this one failed", async () => {
    const scenario = await start({
      program: subscription("first", { organizationId: "shop" }),
      platform: platformOptions,
    });
    const { stack, platform, write } = scenario;
    succeeded(await stack.up());
    const id = await idOf(scenario, "first");

    for (const { from, to, how } of HANDOVERS) {
      write(subscription(to, { organizationId: "shop", inputs: `adopt: "${id}",` }) + failing(to));
      expect(await failedRun(scenario, to, how)).toEqual([
        `create WebhookSubscription ${to}`,
        `failed create WebhookSubscription failing-${to}`,
      ]);
      const next = succeeded(await stack.up(how));
      expect(stepsOf(next)).toEqual([
        `create WebhookSubscription failing-${to}`,
        ...(from === "first" ? [] : [`delete WebhookSubscription failing-${from}`]),
        `delete WebhookSubscription ${from}`,
      ]);
      expect(next.output).toContain("was not deleted: a resource of this stack still manages it");
      expect([atService(scenario), await idOf(scenario, to)]).toEqual([[id], id]);
    }
    succeeded(await stack.preview({ expectNoChanges: true }));
    succeeded(await stack.destroy());
    expect(platform.subscriptions()).toEqual([]);
  });
});

onEngine(nativeShell, "a subscription that a program replaces without deleting it first", (start) => {
  test("stays, in the same run and in a later one, and its row says how to replace it", async () => {
    const triggered = (trigger: string, isDeletedFirst: boolean): string =>
      subscription("orders", {
        organizationId: "shop",
        options: `replacementTrigger: "${trigger}", deleteBeforeReplace: ${isDeletedFirst}`,
      });
    const scenario = await start({ program: triggered("one", false), platform: platformOptions });
    const { stack, platform, write } = scenario;
    succeeded(await stack.up());
    const id = await idOf(scenario, "orders");

    write(triggered("two", false) + failing("other"));
    expect(await failedRun(scenario, "other")).not.toContain("delete-replaced WebhookSubscription orders");
    const next = succeeded(await stack.up());
    expect(next.output).toContain("was not deleted: a resource of this stack still manages it");
    expect([atService(scenario), await idOf(scenario, "orders")]).toEqual([[id], id]);

    write(triggered("three", false));
    const same = succeeded(await stack.up());
    expect(same.output).toContain("Give the resource the option `deleteBeforeReplace`, then replace it again.");
    expect([atService(scenario), await idOf(scenario, "orders")]).toEqual([[id], id]);

    write(triggered("four", true));
    const replaced = succeeded(await stack.up());
    expect(replaced.output).not.toContain("deleteBeforeReplace");
    expect(atService(scenario)).toEqual([await idOf(scenario, "orders")]);
    expect(atService(scenario)).not.toEqual([id]);
    succeeded(await stack.destroy());
    expect(platform.subscriptions()).toEqual([]);
  });
});
