import { expect, test } from "@jest/globals";
import { type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const ORGANIZATION = "acme";

const program = (changes = "", options = ""): string => `
const config = new pulumi.Config();
const signingKey = new WebhookSigningKey("orders", { organizationId: "${ORGANIZATION}", renewBeforeDays: 30 });
const subscription = new WebhookSubscription("orders", {
  organizationId: "${ORGANIZATION}",
  webhookUrl: config.getSecret("webhookUrl") ?? "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  signingKey,
  ${changes}
}, { ${options} });
exports.status = subscription.status;
`;

const actionsOf = ({ platform }: Scenario): string[] => platform.journal.map(({ action = "?" }) => action);

/** The one subscription at the service, which must be the one in the state. */
const onlyOne = async ({ platform, resources }: Scenario): Promise<string> => {
  const held = platform.subscriptions(ORGANIZATION);
  expect(held).toHaveLength(1);
  const id = held[0]?.webhookId ?? "";
  const found = Object.entries(await resources()).filter(([label]) => label.startsWith("WebhookSubscription "));
  expect(found.map(([, resource]) => resource.id)).toEqual([id]);
  return id;
};

onEveryShell("a subscription", (start) => {
  test("is created after its key, quiet, mended, changed in place and deleted", async () => {
    const scenario = await start({ program: program(), platform: { subscriptions: { firstStatus: "INACTIVE" } } });
    const { stack, platform, write } = scenario;
    succeeded(await stack.up());
    expect(actionsOf(scenario).slice(0, 3)).toEqual(["CREATE", "LIST_SUBSCRIPTIONS", "CREATE_SUBSCRIPTION"]);
    const id = await onlyOne(scenario);

    const before = platform.journal.length;
    succeeded(await stack.preview({ expectNoChanges: true }));
    expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
    expect(platform.journal).toHaveLength(before);

    platform.editSubscription(id, { webhookUrl: "https://hooks.example.com/by-hand" });
    succeeded(await stack.refresh());
    expect(stepsOf(succeeded(await stack.up()))).toEqual(["update WebhookSubscription orders"]);
    expect(platform.subscriptions()).toMatchObject([{ webhookUrl: "https://hooks.example.com/in" }]);

    write(program('description: "all orders",'));
    expect(stepsOf(succeeded(await stack.up()))).toEqual(["update WebhookSubscription orders"]);
    expect(await onlyOne(scenario)).toBe(id);

    platform.removeSubscription(id);
    succeeded(await stack.refresh());
    expect(stepsOf(succeeded(await stack.up()))).toEqual(["create WebhookSubscription orders"]);
    await onlyOne(scenario);

    succeeded(await stack.destroy());
    expect(platform.subscriptions()).toEqual([]);
  });

  test("keeps a secret URL secret", async () => {
    const url = "https://hooks.example.com/in?token=2c6fa0b7f1e94a5c8d";
    const scenario = await start({
      program: program(),
      config: { "scenario:webhookUrl": { value: url, secret: true } },
      platform: { subscriptions: { firstStatus: "ACTIVE" } },
    });
    succeeded(await scenario.stack.up());
    succeeded(await scenario.stack.refresh());
    scenario.write(program('description: "all orders",'));
    succeeded(await scenario.stack.preview({ format: "diff" }));
    succeeded(await scenario.stack.up());
    expect(scenario.platform.subscriptions()).toMatchObject([{ webhookUrl: url }]);
  });
});
