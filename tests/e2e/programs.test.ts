import { expect, test } from "@jest/globals";
import { CLIENT_SECRET, onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

onEveryEngine("programs", (start) => {
  test("rotate by hand with replacementTrigger, which is refused if it's secret, because Pulumi would ignore it", async () => {
    const { stack, platform, write } = await start({
      program: `new WebhookSigningKey("orders", { organizationId: "org" }, { replacementTrigger: process.env.ROTATION });`,
    });
    const rotation = (value: string): { environment: Record<string, string> } => ({ environment: { ROTATION: value } });
    succeeded(await stack.up(rotation("1")));
    expect(stepsOf(succeeded(await stack.up(rotation("1"))))).toEqual([]);
    expect(stepsOf(succeeded(await stack.up(rotation("2"))))).toContain("replace WebhookSigningKey orders");
    expect(platform.journal).toHaveLength(2);

    write(`new WebhookSigningKey("orders", { organizationId: "org" }, { replacementTrigger: pulumi.secret("3") });`);
    const refused = await stack.up();
    expect(refused.ok).toBe(false);
    expect(refused.output).toContain("ERR_TRIGGER_SECRET");

    write(`new WebhookSigningKey("orders", { organizationId: pulumi.secret("org") });`);
    const secretId = await stack.preview();
    expect(secretId.ok).toBe(false);
    expect(secretId.output).toMatch(/ERR_INPUT_SECRET: organizationId of \\?"orders\\?" is a secret value/);
    expect(platform.journal).toHaveLength(2);
  });

  test("can contain both resources in a component, with secret outputs", async () => {
    const { stack, platform } = await start({
      program: `
        class Webhook extends pulumi.ComponentResource {
          constructor(name, organizationId, options) {
            super("acme:index:Webhook", name, {}, options);
            const parent = { parent: this };
            this.signingKey = new WebhookSigningKey(name, { organizationId }, parent);
            this.credential = new WebhookOAuthCredential(
              name,
              { organizationId, clientId: "client", clientSecret: process.env.CLIENT_SECRET },
              { ...parent, dependsOn: [this.signingKey] },
            );
            this.registerOutputs({ keyId: this.signingKey.keyId });
          }
        }
        const { signingKey, credential } = new Webhook("orders", "org");
        exports.both = pulumi.all([signingKey.keyId, credential.key]).apply((parts) => parts.join("!"));`,
      environment: { CLIENT_SECRET },
    });
    succeeded(await stack.up());
    const both = `${platform.currentKey("org", "sharedSecret")?.keyId ?? ""}!${CLIENT_SECRET}`;
    expect((await stack.outputs()).both).toEqual({ value: both, secret: true });
    expect(platform.journal.map(({ action }) => action)).toEqual(["CREATE", "STORE"]);
    succeeded(await stack.preview({ expectNoChanges: true }));
    succeeded(await stack.destroy());
  });

  test("create twenty keys at once, each exactly once", async () => {
    const { stack, platform, resources } = await start({
      program: `for (let i = 0; i < 20; i += 1) new WebhookSigningKey("key-" + i, { organizationId: "org-" + i });`,
      platform: { latencyMs: 20 },
    });
    succeeded(await stack.up());
    expect(new Set(platform.journal.map(({ organizationId }) => organizationId)).size).toBe(20);
    expect(platform.journal).toHaveLength(20);
    const made = Object.values(await resources());
    expect(made).toHaveLength(20);
    expect(new Set(made.map(({ outputs }) => outputs?.__provider)).size).toBe(1);
    expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
  });

  test("continue with a state that was exported and imported", async () => {
    const { stack, platform } = await start({ program: `new WebhookSigningKey("orders", { organizationId: "org" });` });
    succeeded(await stack.up());
    await stack.importState(await stack.exportState());
    succeeded(await stack.preview({ expectNoChanges: true }));
    succeeded(await stack.refresh());
    expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
    succeeded(await stack.destroy());
    expect(platform.journal).toHaveLength(1);
  });

  test("are refused if a secret is in plain text, or if a key could expire unnoticed", async () => {
    const { stack, platform, write } = await start({
      program: `new WebhookSigningKey("orders", { organizationId: "org" });`,
      config: { "cybersource-webhooks:merchantSecretKey": { value: "c2hhcmVkLXNlY3JldA==" } },
    });
    const clear = await stack.preview();
    expect(clear.ok).toBe(false);
    expect(clear.output).toContain("pulumi config set --secret 'cybersource-webhooks:merchantSecretKey'");
    const legacy = await stack.up({ environment: { PULUMI_ENABLE_LEGACY_DIFF: "true" } });
    expect(legacy.output).toContain("ERR_LEGACY_DIFF");
    expect(platform.journal).toEqual([]);
    // An empty program gives the scenario a state to search for secrets.
    write("");
    succeeded(await stack.up());
  });
});
