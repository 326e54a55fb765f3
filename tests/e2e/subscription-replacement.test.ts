import { expect, test } from "@jest/globals";
import { startPlatform } from "../../local/platform/server.js";
import { NIGHTLY } from "./support/engine.js";
import { CLIENT_SECRET, onEveryEngine, type Scenario, stepsOf, succeeded } from "./support/scenario.js";

const ORGANIZATION = "acme";

const subscription = (name: string, options = "", changes = ""): string => `
new WebhookSubscription("${name}", {
  organizationId: "${ORGANIZATION}",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  ${changes}
}, { ${options} });
`;
const platform = { subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } } as const;

/** The one subscription at the service, which must be the one in the state. */
const onlyOne = async (
  { platform: service, resources }: Pick<Scenario, "platform" | "resources">,
  organizationId = ORGANIZATION,
): Promise<string> => {
  const [id, ...others] = service.subscriptions(organizationId).map(({ webhookId }) => webhookId);
  expect(others).toEqual([]);
  const found = Object.entries(await resources()).filter(([label]) => label.startsWith("WebhookSubscription "));
  expect(found.map(([, resource]) => resource.id)).toEqual([id]);
  return id ?? "";
};

onEveryEngine("a subscription", (start) => {
  test("that is replaced by hand is deleted first, and the state has the new one", async () => {
    const scenario = await start({ program: subscription("orders", 'replacementTrigger: "one"'), platform });
    const { stack, write } = scenario;
    succeeded(await stack.up());
    const first = await onlyOne(scenario);

    write(subscription("orders", 'replacementTrigger: "two"'));
    succeeded(await stack.up());
    const second = await onlyOne(scenario);
    expect(second).not.toBe(first);

    const state = await stack.exportState();
    const resources = state.deployment.resources?.map((resource) =>
      resource.type.endsWith(":WebhookSubscription") ? { ...resource, taint: true } : resource,
    );
    await stack.importState({
      ...state,
      version: 4,
      deployment: { ...state.deployment, resources, features: ["taint"] } as typeof state.deployment,
    });
    succeeded(await stack.up());
    const third = await onlyOne(scenario);
    expect(third).not.toBe(second);

    const urn = resources?.find(({ type }) => type.endsWith(":WebhookSubscription"))?.urn ?? "";
    succeeded(await stack.up({ targetReplace: [urn] }));
    expect(await onlyOne(scenario)).not.toBe(third);
    expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
  });

  test("that moves to another organization, and to another host, is deleted at the old place first", async () => {
    const elsewhere = await startPlatform(platform);
    try {
      const scenario = await start({ program: subscription("orders"), platform });
      const { stack, write } = scenario;
      succeeded(await stack.up());
      const id = await onlyOne(scenario);

      // The same connection with another host: the old host can't be reached any more, so nothing may be forgotten.
      await stack.setConfig("cybersource-webhooks:host", { value: elsewhere.origin });
      const refused = await stack.up();
      expect(refused.ok).toBe(false);
      expect(refused.output).toContain("ERR_HOST_DIFFERS");
      expect(succeeded(await stack.refresh({ runProgram: true })).output).toContain("ERR_HOST_DIFFERS");
      expect(await onlyOne(scenario)).toBe(id);
      expect(elsewhere.journal).toEqual([]);
      await stack.setConfig("cybersource-webhooks:host", { value: scenario.platform.origin });
      succeeded(await stack.up(NIGHTLY));
      expect(await onlyOne(scenario)).toBe(id);

      write(subscription("orders").replace(`"${ORGANIZATION}"`, '"other"'));
      const moved = succeeded(await stack.up());
      expect(moved.steps.map(({ op }) => op)).toEqual(
        expect.arrayContaining(["delete-replaced", "create-replacement"]),
      );
      expect(await onlyOne(scenario, "other")).not.toBe(id);
      expect(scenario.platform.subscriptions()).toHaveLength(1);

      const [named, unsigned] = ["host", "authentication"].map(
        (key) => `cybersource-webhooks:connections.moved.${key}`,
      );
      await stack.setConfig(named ?? "", { value: elsewhere.origin, path: true });
      await stack.setConfig(unsigned ?? "", { value: "none", path: true });
      write(subscription("orders", "", 'connection: "moved",'));
      succeeded(await stack.up());
      expect(scenario.platform.subscriptions()).toEqual([]);
      await onlyOne({ ...scenario, platform: elsewhere });
    } finally {
      await elsewhere.close();
    }
  });

  test("that is renamed stays, with an alias in the state too, and without one in its own place", async () => {
    const scenario = await start({ program: subscription("orders"), platform });
    const { stack, write } = scenario;
    succeeded(await stack.up());
    const id = await onlyOne(scenario);

    write(subscription("renamed"));
    // The nightly command goes on after the refusal, and must not delete what the program no longer has.
    const refused = await stack.up(NIGHTLY);
    expect(refused.ok).toBe(false);
    expect(refused.output).toContain("ERR_SUBSCRIPTION_EXISTS");
    expect(refused.output).toContain("give it the option `aliases` instead");
    expect(await onlyOne(scenario)).toBe(id);

    write(subscription("renamed", 'aliases: [{ name: "orders" }]'));
    succeeded(await stack.up());
    expect(await onlyOne(scenario)).toBe(id);
  });

  test("that was adopted and is replaced by hand is created anew", async () => {
    const scenario = await start({ program: subscription("orders"), platform });
    const { stack, write } = scenario;
    succeeded(await stack.up());
    const id = await onlyOne(scenario);
    const { deployment, ...state } = await stack.exportState();
    const resources = deployment.resources?.filter(({ type }) => !type.endsWith(":WebhookSubscription"));
    await stack.importState({ ...state, deployment: { ...deployment, ...(resources && { resources }) } });

    const adopting = (trigger: string) =>
      subscription("adopted", `replacementTrigger: "${trigger}"`, `adopt: "${id}",`);
    write(adopting("one"));
    succeeded(await stack.up());
    expect(await onlyOne(scenario)).toBe(id);
    write(adopting("two"));
    succeeded(await stack.up());
    expect(await onlyOne(scenario)).not.toBe(id);
  });

  test("follows the rotation of a pinned credential in the same run, and a preview sends nothing", async () => {
    const scenario = await start({
      program: `
        const credential = new WebhookOAuthCredential("orders", {
          organizationId: "${ORGANIZATION}", clientId: "client", clientSecret: process.env.CLIENT_SECRET,
        });
        ${subscription(
          "orders",
          "",
          `securityPolicy: {
            securityType: "oAuth",
            config: {
              oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer",
              additionalConfig: { keyId: credential.keyId },
            },
          },`,
        )}`,
      platform,
    });
    const { stack, keepSecret } = scenario;
    const withSecret = (secret: string) => ({ environment: { CLIENT_SECRET: secret } });
    keepSecret("clientSecret", CLIENT_SECRET);
    const before = scenario.platform.journal.length;
    succeeded(await stack.preview(withSecret(CLIENT_SECRET)));
    expect(scenario.platform.journal).toHaveLength(before);
    succeeded(await stack.up(withSecret(CLIENT_SECRET)));
    const id = await onlyOne(scenario);
    const pinned = (): unknown => scenario.platform.subscriptions(ORGANIZATION)[0]?.securityPolicy;
    const currentKeyId = (): string | undefined =>
      scenario.platform.currentKey(ORGANIZATION, "oAuthClientCredentials")?.keyId;
    expect(pinned()).toMatchObject({ config: { additionalConfig: { keyId: currentKeyId() } } });

    const sent = scenario.platform.journal.length;
    const rotated = withSecret(`${CLIENT_SECRET}-2`);
    expect(stepsOf(succeeded(await stack.preview(rotated)))).toContain("update WebhookSubscription orders");
    expect(scenario.platform.journal).toHaveLength(sent);
    const rotation = succeeded(await stack.up(rotated));
    // The subscription is changed before the old credential is forgotten, and nothing but the policy is sent.
    const order = rotation.steps.filter(({ op }) => ["update", "delete-replaced"].includes(op)).map(({ op }) => op);
    expect(order).toEqual(["update", "delete-replaced"]);
    expect(scenario.platform.journal.slice(sent).map(({ action }) => action)).toEqual([
      "STORE",
      "READ_SUBSCRIPTION",
      "CHANGE_SUBSCRIPTION",
      "READ_SUBSCRIPTION",
    ]);
    expect(pinned()).toMatchObject({ config: { additionalConfig: { keyId: currentKeyId() } } });
    expect(await onlyOne(scenario)).toBe(id);
  });

  test("is refused beside another one for the same event, and with a secret organizationId", async () => {
    const scenario = await start({ program: subscription("one"), platform });
    succeeded(await scenario.stack.up());
    const { length: before } = scenario.platform.journal;
    scenario.write(subscription("one") + subscription("two"));
    const rivals = await scenario.stack.preview();
    scenario.write(subscription("one").replace(`"${ORGANIZATION}"`, `pulumi.secret("${ORGANIZATION}")`));
    const secret = await scenario.stack.preview();
    expect([rivals.ok, secret.ok]).toEqual([false, false]);
    expect(rivals.output).toMatch(
      /ERR_RIVAL_SUBSCRIPTIONS: the subscriptions \\*"one\\*" and \\*"two\\*" both ask for/,
    );
    expect(secret.output).toContain(
      "is a secret value, but it stands in the state and in messages in plain text. Pass it as a plain value",
    );
    expect(secret.output).toContain("ERR_INPUT_SECRET: organizationId of ");
    expect(scenario.platform.journal).toHaveLength(before);
  });
});
