import { beforeAll, expect, test } from "@jest/globals";
import { type ExportedResource, type Run, type RunOptions } from "./support/engine.js";
import { CLIENT_SECRET, type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const BOTH = `
const { organizationId = "acme" } = process.env;
const signingKey = new WebhookSigningKey("orders", { organizationId, renewBeforeDays: 30 });
const credential = new WebhookOAuthCredential("orders", {
  organizationId,
  clientId: "client",
  clientSecret: new pulumi.Config().requireSecret("clientSecret"),
});
exports.keyId = signingKey.keyId;
exports.host = signingKey.host;
`;
const config = { "scenario:clientSecret": { value: CLIENT_SECRET, secret: true } };

const replacing = (label: string): string[] => [
  `create-replacement ${label}`,
  `delete-replaced ${label}`,
  `replace ${label}`,
];

/** Outputs without ciphertexts, which differ between runs. Secrets stay recognizable as such. */
const withoutCiphertext = (outputs: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, value]) =>
      typeof value === "object" ? [name, { ...value, ciphertext: expect.any(String) }] : [name, value],
    ),
  );

onEveryShell("the life cycle of both resources", (start, { typePrefix }) => {
  let scenario: Scenario;
  let host: string;
  let made: Readonly<Record<string, ExportedResource>>;
  let firstKey: string | undefined;

  beforeAll(async () => {
    // Only `up` gets a way to authenticate, in its environment.
    scenario = await start({ program: BOTH, config, isConnected: false, isShared: true });
    const { stack, platform } = scenario;
    host = new URL(platform.origin).host;
    await stack.setConfig("cybersource-webhooks:host", { value: platform.origin });
  });
  const up = async ({ environment }: RunOptions = {}): Promise<Run> =>
    succeeded(await scenario.stack.up({ environment: { ...environment, CYBERSOURCE_AUTHENTICATION: "none" } }));

  test("begins with a preview without credentials, and with an up that lists what is missing", async () => {
    const { stack, platform, resources } = scenario;
    const preview = succeeded(await stack.preview());
    expect(stepsOf(preview)).toEqual(["create WebhookOAuthCredential orders", "create WebhookSigningKey orders"]);
    expect(preview.output).toContain(
      `Creating a signing key for acme at ${host}. If an organization already has a key`,
    );
    const refused = await stack.up();
    expect(refused.ok).toBe(false);
    expect(refused.output).toContain("ERR_CONNECTION");
    expect(refused.output).toContain("pulumi config set --secret cybersource-webhooks:merchantSecretKey");
    expect(await resources()).toEqual({});
    expect(platform.journal).toEqual([]);
  });

  test("creates both with one request each", async () => {
    const { stack, platform, resources } = scenario;
    expect(stepsOf(await up())).toEqual(["create WebhookOAuthCredential orders", "create WebhookSigningKey orders"]);
    expect(platform.journal.map(({ action }) => action).sort()).toEqual(["CREATE", "STORE"]);
    made = await resources();
    expect(made["WebhookSigningKey orders"]?.id).toMatch(/^acme\/[0-9a-f]{16}$/);
    expect(made["WebhookSigningKey orders"]?.type).toBe(`${typePrefix}WebhookSigningKey`);
    const outputs = await stack.outputs();
    firstKey = platform.currentKey("acme", "sharedSecret")?.keyId;
    expect(outputs.keyId).toEqual({ value: firstKey, secret: true });
    expect(outputs.host).toEqual({ value: host, secret: false });
  });

  test("changes nothing before a key is due, and sends no request", async () => {
    const { stack, platform, resources, daysLater } = scenario;
    expect(stepsOf(succeeded(await stack.refresh()))).toEqual([]);
    succeeded(await stack.preview({ ...daysLater(334), expectNoChanges: true }));
    const refreshed = await resources();
    for (const [name, { id, outputs: kept }] of Object.entries(made)) {
      expect(refreshed[name]).toMatchObject({ id, outputs: withoutCiphertext(kept) });
    }
    expect(platform.journal).toHaveLength(2);
  });

  test("replaces a key inside its renewal window, a key that has expired, and nothing else", async () => {
    const { stack, platform, daysLater } = scenario;
    const inWindow = daysLater(336);
    const refused = await stack.preview({ ...inWindow, expectNoChanges: true });
    expect(refused.ok).toBe(false);
    expect(refused.output).toContain("The signing key of acme will be replaced: it is due for renewal.");
    expect(stepsOf(await stack.refresh({ ...inWindow, previewOnly: true }))).toEqual([
      "update WebhookSigningKey orders",
    ]);
    expect(stepsOf(await up(inWindow))).toEqual(replacing("WebhookSigningKey orders"));
    const { keyId } = platform.currentKey("acme", "sharedSecret") ?? {};
    expect(keyId).not.toBe(firstKey);
    expect((await stack.outputs()).keyId?.value).toBe(keyId);

    // This also shows that the renewed key isn't replaced again.
    const expired = await up(daysLater(366));
    expect(stepsOf(expired)).toEqual(replacing("WebhookOAuthCredential orders"));
    expect(expired.output).toContain("The OAuth credential of acme will be replaced: it has expired.");
    expect(platform.journal.map(({ action }) => action).sort()).toEqual(["CREATE", "CREATE", "STORE", "STORE"]);
  });

  test("ends with a destroy without credentials, which sends nothing", async () => {
    const { stack, platform } = scenario;
    expect(stepsOf(succeeded(await stack.destroy()))).toEqual([
      "delete WebhookOAuthCredential orders",
      "delete WebhookSigningKey orders",
    ]);
    expect(platform.journal).toHaveLength(4);
  });
});
