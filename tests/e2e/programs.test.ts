import { beforeAll, expect, test } from "@jest/globals";
import { type ExportedResource, type Run } from "./support/engine.js";
import { CLIENT_SECRET, onEveryEngine, type Scenario, stepsOf, succeeded } from "./support/scenario.js";

/** What all tests need, so that each run is made once. */
const PROGRAM = `
new WebhookSigningKey("orders", { organizationId: "org" }, { replacementTrigger: process.env.ROTATION });
for (let i = 0; i < Number(process.env.COUNT ?? "0"); i += 1) new WebhookSigningKey("key-" + i, { organizationId: "org-" + i });

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
const { signingKey, credential } = new Webhook("component", "acme");
exports.both = pulumi.all([signingKey.keyId, credential.key]).apply((parts) => parts.join("!"));`;

/** Text in which the private key has no content: it's refused by its first line. */
const PRIVATE = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";

onEveryEngine("programs", (start) => {
  let scenario: Scenario;
  let made: Readonly<Record<string, ExportedResource>>;
  let requested: readonly string[];
  let both: unknown;
  let quiet: Run;
  let refreshed: Run;
  let rotated: Run;
  let destroyed: Run;
  let secretInputs: Run;

  beforeAll(async () => {
    scenario = await start({
      program: PROGRAM,
      platform: { latencyMs: 20 },
      environment: { CLIENT_SECRET },
      isShared: true,
    });
    const { stack, platform, resources, write } = scenario;
    const many = { environment: { ROTATION: "1", COUNT: "20" } };
    succeeded(await stack.up(many));
    requested = platform.journal.map(({ action, organizationId = "" }) => `${action} ${organizationId}`);
    made = await resources();
    ({ both } = await stack.outputs());

    await stack.importState(await stack.exportState());
    quiet = succeeded(await stack.preview({ ...many, expectNoChanges: true }));
    refreshed = succeeded(await stack.refresh());
    rotated = succeeded(await stack.up({ environment: { ROTATION: "2" } }));
    destroyed = succeeded(await stack.destroy());
    expect(platform.journal).toHaveLength(24);

    write(`
      new WebhookSigningKey("trigger", { organizationId: "org" }, { replacementTrigger: pulumi.secret("3") });
      new WebhookSigningKey("orders", { organizationId: pulumi.secret("other") });
      new WebhookEncryptionKey("private", { organizationId: "org", certificate: pulumi.output(${JSON.stringify(PRIVATE)}) });`);
    secretInputs = await stack.up();
    write(PROGRAM);
  });

  test("rotate by hand with replacementTrigger, and change nothing else", () => {
    expect(stepsOf(rotated).filter((step) => !step.startsWith("delete WebhookSigningKey key-"))).toEqual([
      "create-replacement WebhookSigningKey orders",
      "delete-replaced WebhookSigningKey orders",
      "replace WebhookSigningKey orders",
    ]);
    expect(scenario.platform.journal.slice(23)).toMatchObject([{ action: "CREATE", organizationId: "org" }]);
  });

  test("can contain both resources in a component, with secret outputs", () => {
    const { keyId = "" } = scenario.platform.currentKey("acme", "sharedSecret") ?? {};
    expect(both).toEqual({ value: `${keyId}!${CLIENT_SECRET}`, secret: true });
    // The credential depends on the key.
    expect(requested.filter((request) => request.endsWith(" acme"))).toEqual(["CREATE acme", "STORE acme"]);
  });

  test("create twenty keys at once, each exactly once", () => {
    const twenty = Array.from({ length: 20 }, (_, index) => index);
    const ofMany = requested.filter((request) => / org-\d+$/.test(request));
    expect(ofMany.toSorted()).toEqual(twenty.map((index) => `CREATE org-${index}`).toSorted());
    const keys = twenty.map((index) => made[`WebhookSigningKey key-${index}`]);
    expect(keys).not.toContain(undefined);
    expect(new Set(keys.map((key) => key?.outputs?.__provider)).size).toBe(1);
  });

  test("continue with a state that was exported and imported", () => {
    expect(Object.keys(made)).toHaveLength(23);
    expect(stepsOf(quiet)).toEqual([]);
    expect(stepsOf(refreshed)).toEqual([]);
    expect(stepsOf(destroyed)).toHaveLength(3);
  });

  test("are refused if a trigger or an organization is secret, because Pulumi would ignore or show it, or a certificate isn't", () => {
    expect(secretInputs.ok).toBe(false);
    expect(secretInputs.output).toContain("ERR_TRIGGER_SECRET");
    expect(secretInputs.output).toMatch(/ERR_INPUT_SECRET: organizationId of \\?"orders\\?" is a secret value/);
    expect(secretInputs.output).toMatch(
      /ERR_INPUT_INVALID: certificate of \\?"private\\?" must be a certificate without/,
    );
    // Nor does Node.js warn that an error was handled late.
    expect(secretInputs.output).not.toContain("PromiseRejectionHandledWarning");
  });

  test("are refused if a secret is in plain text, or if a key could expire unnoticed", async () => {
    const { stack, platform } = scenario;
    const legacy = await stack.up({ environment: { PULUMI_ENABLE_LEGACY_DIFF: "true" } });
    expect(legacy.output).toContain("ERR_LEGACY_DIFF");
    await stack.setConfig("cybersource-webhooks:merchantSecretKey", { value: "c2hhcmVkLXNlY3JldA==" });
    const clear = await stack.preview();
    expect(clear.ok).toBe(false);
    expect(clear.output).toContain("pulumi config set --secret 'cybersource-webhooks:merchantSecretKey'");
    expect(platform.journal).toHaveLength(24);
  });
});
