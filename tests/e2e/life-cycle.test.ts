import { expect, test } from "@jest/globals";
import { CLIENT_SECRET, stepsOf, succeeded } from "./support/scenario.js";
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
const WITHOUT_CREDENTIALS = {
  "cybersource-webhooks:environment": { value: "cybersource-test" },
};

/** Outputs without ciphertexts, which differ between runs. Secrets stay recognizable as such. */
const withoutCiphertext = (outputs: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, value]) =>
      typeof value === "object" ? [name, { ...value, ciphertext: expect.any(String) }] : [name, value],
    ),
  );

onEveryShell("the life cycle of both resources", (start, { typePrefix }) => {
  test("creates both with one request each, and sends no other request until they are destroyed", async () => {
    const { stack, platform, resources } = await start({ program: BOTH, config });
    const preview = succeeded(await stack.preview());
    expect(stepsOf(preview)).toEqual(["create WebhookOAuthCredential orders", "create WebhookSigningKey orders"]);
    expect(preview.output).toContain(
      `Creating a signing key for acme at ${new URL(platform.origin).host}. If an organization already has a key`,
    );
    expect(platform.journal).toEqual([]);

    expect(stepsOf(succeeded(await stack.up()))).toEqual(stepsOf(preview));
    expect(platform.journal.map(({ action }) => action).sort()).toEqual(["CREATE", "STORE"]);
    const made = await resources();
    expect(made["WebhookSigningKey orders"]?.id).toMatch(/^acme\/[0-9a-f]{16}$/);
    expect(made["WebhookSigningKey orders"]?.type).toBe(`${typePrefix}WebhookSigningKey`);
    const outputs = await stack.outputs();
    expect(outputs.keyId).toEqual({ value: platform.currentKey("acme", "sharedSecret")?.keyId, secret: true });
    expect(outputs.host).toEqual({ value: new URL(platform.origin).host, secret: false });

    expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
    succeeded(await stack.preview({ expectNoChanges: true }));
    expect(stepsOf(succeeded(await stack.refresh()))).toEqual([]);
    succeeded(await stack.preview({ expectNoChanges: true }));
    const refreshed = await resources();
    for (const [name, { id, outputs: kept }] of Object.entries(made)) {
      expect(refreshed[name]).toMatchObject({ id, outputs: withoutCiphertext(kept) });
    }
    expect(stepsOf(succeeded(await stack.destroy()))).toEqual([
      "delete WebhookOAuthCredential orders",
      "delete WebhookSigningKey orders",
    ]);
    expect(platform.journal).toHaveLength(2);
  });

  test("replaces a key that has expired, a key inside its renewal window, and nothing else", async () => {
    const { stack, platform, daysLater } = await start({ program: BOTH, config });
    succeeded(await stack.up());
    const before = daysLater(334);
    succeeded(await stack.preview({ ...before, expectNoChanges: true }));

    const inWindow = daysLater(336);
    const refused = await stack.preview({ ...inWindow, expectNoChanges: true });
    expect(refused.ok).toBe(false);
    expect(refused.output).toContain("The signing key of acme will be replaced: it is due for renewal.");
    expect(stepsOf(await stack.refresh({ ...inWindow, previewOnly: true }))).toEqual([
      "update WebhookSigningKey orders",
    ]);
    const first = platform.currentKey("acme", "sharedSecret");
    expect(stepsOf(succeeded(await stack.up(inWindow)))).toEqual([
      "create-replacement WebhookSigningKey orders",
      "delete-replaced WebhookSigningKey orders",
      "replace WebhookSigningKey orders",
    ]);
    expect(platform.currentKey("acme", "sharedSecret")?.keyId).not.toBe(first?.keyId);
    expect((await stack.outputs()).keyId?.value).toBe(platform.currentKey("acme", "sharedSecret")?.keyId);
    expect(stepsOf(succeeded(await stack.up(inWindow)))).toEqual([]);

    const expired = daysLater(366);
    const run = succeeded(await stack.up(expired));
    expect(stepsOf(run)).toContain("replace WebhookOAuthCredential orders");
    expect(stepsOf(run)).not.toContain("replace WebhookSigningKey orders");
    expect(run.output).toContain("The OAuth credential of acme will be replaced: it has expired.");
    expect(platform.journal.map(({ action }) => action).sort()).toEqual(["CREATE", "CREATE", "STORE", "STORE"]);
  });

  test("needs no credentials for preview, refresh and destroy, and up lists what is missing", async () => {
    const { stack, platform, resources } = await start({
      program: BOTH,
      config: { ...config, ...WITHOUT_CREDENTIALS },
      isConnected: false,
    });
    succeeded(await stack.preview());
    const run = await stack.up();
    expect(run.ok).toBe(false);
    expect(run.output).toContain("ERR_CONNECTION");
    expect(run.output).toContain("pulumi config set --secret cybersource-webhooks:merchantSecretKey");
    expect(await resources()).toEqual({});
    succeeded(await stack.refresh());
    succeeded(await stack.destroy());
    expect(platform.journal).toEqual([]);
  });
});
