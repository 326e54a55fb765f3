import { expect, test } from "@jest/globals";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../provider/resources/oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "../../provider/resources/signing-key/table.js";
import { CLIENT_SECRET, onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

/** Creates a key for each entry of the environment variable KEYS, so that one run tests all inputs. */
const MANY = `
for (const [name, args] of Object.entries(JSON.parse(process.env.KEYS))) {
  const Kind = "clientId" in args ? WebhookOAuthCredential : WebhookSigningKey;
  new Kind(name, args);
}
`;
const keys = (args: Record<string, object>): { environment: Record<string, string> } => ({
  environment: { KEYS: JSON.stringify(args) },
});
const replacing = (...labels: string[]): string[] =>
  labels.flatMap((label) => [`create-replacement ${label}`, `delete-replaced ${label}`, `replace ${label}`]).sort();

const oauth = { organizationId: "org", clientId: "client", clientSecret: CLIENT_SECRET };
const adopt = { keyId: "made-by-hand-0001", key: "bWFkZS1ieS1oYW5k", expirationDate: "2099-01-01T00:00:00Z" };

onEveryEngine("inputs", (start) => {
  test("replace the key if they identify another one, and change nothing otherwise", async () => {
    // Each key has its own organization, because two signing keys of one organization are refused.
    const changed = (name: string, before: object, after: object): [object, object] => {
      const organizationId = `org-${name}`;
      return [
        { organizationId, ...before },
        { organizationId, ...after },
      ];
    };
    const replaced: Record<string, [object, object]> = {
      organizationId: [{ organizationId: "org" }, { organizationId: "org2" }],
      expiryDuration: changed("expiryDuration", {}, { expiryDuration: 30 }),
      keyProvider: changed("keyProvider", {}, { keyProvider: "other" }),
      tenant: changed("tenant", { tenant: "one" }, { tenant: "two" }),
      clientId: [oauth, { ...oauth, clientId: "client2" }],
      clientSecret: [oauth, { ...oauth, clientSecret: `${CLIENT_SECRET}-2` }],
    };
    const kept: Record<string, [object, object]> = {
      renewBeforeDays: changed("renewBeforeDays", {}, { renewBeforeDays: 30 }),
      adopt: changed("adopt", {}, { adopt }),
      "default-spelled-out": changed(
        "spelled-out",
        {},
        { expiryDuration: 365, keyProvider: "nrtd", tenant: "org-spelled-out" },
      ),
      "default-left-out": changed("left-out", { expiryDuration: 30, tenant: "other" }, {}),
      "oauth-defaults": [oauth, { ...oauth, keyProvider: "org", tenant: "nrtd", expiryDuration: 365 }],
    };
    const inputs = Object.entries({ ...WEBHOOK_SIGNING_KEY.inputs, ...WEBHOOK_OAUTH_CREDENTIAL.inputs });
    const replaceable = inputs.filter(([, { onChange }]) => onChange === "replace").map(([name]) => name);
    expect(Object.keys(replaced).sort()).toEqual(replaceable.sort());
    const cases = { ...replaced, ...kept };
    const first = Object.fromEntries(Object.entries(cases).map(([name, [before]]) => [name, before]));
    const second = Object.fromEntries(Object.entries(cases).map(([name, [, after]]) => [name, after]));
    const { stack, platform, keepSecret } = await start({ program: MANY, platform: {} });
    keepSecret("clientSecret", CLIENT_SECRET);
    keepSecret("adopted key", adopt.key);
    keepSecret("adopted keyId", adopt.keyId);
    succeeded(await stack.up(keys(first)));
    expect(platform.journal).toHaveLength(Object.keys(cases).length);

    const expected = replacing(
      ...Object.keys(replaced).map((name) =>
        name.startsWith("client") ? `WebhookOAuthCredential ${name}` : `WebhookSigningKey ${name}`,
      ),
    );
    expect(stepsOf(succeeded(await stack.preview(keys(second))))).toEqual(expected);
    expect(stepsOf(succeeded(await stack.up(keys(second))))).toEqual(expected);
    expect(platform.journal).toHaveLength(Object.keys(cases).length + Object.keys(replaced).length);
    succeeded(await stack.preview({ ...keys(second), expectNoChanges: true }));
  });

  test("may be unknown in a preview; wrong ones fail it, and nothing is sent", async () => {
    const { stack, platform, write } = await start({
      program: `
        const first = new WebhookSigningKey("first", { organizationId: "org" });
        new WebhookSigningKey("second", { organizationId: first.id.apply((id) => id.replace("/", "-")) });`,
    });
    expect(stepsOf(succeeded(await stack.preview()))).toEqual([
      "create WebhookSigningKey first",
      "create WebhookSigningKey second",
    ]);
    succeeded(await stack.up());
    expect(platform.journal).toHaveLength(2);
    succeeded(await stack.preview({ expectNoChanges: true }));

    write(`new WebhookSigningKey("first", { organizationId: "a b", expiryDuration: 1.5, renewBeforeDays: -1 });`);
    const run = await stack.preview();
    expect(run.ok).toBe(false);
    for (const name of ["organizationId", "expiryDuration", "renewBeforeDays"]) {
      expect(run.output).toContain(`ERR_INPUT_INVALID: ${name} must be`);
    }
    expect(platform.journal).toHaveLength(2);
  });

  test("another host replaces the key if the stack's configuration names it, but not if the environment does", async () => {
    const { stack, platform, daysLater } = await start({
      program: `new WebhookSigningKey("orders", { organizationId: "org", connection: "live" });`,
      isConnected: false,
      environment: { CYBERSOURCE_LIVE_AUTHENTICATION: "none" },
    });
    const [, port = ""] = new URL(platform.origin).host.split(":");
    const at = (name: string): { environment: Record<string, string> } => ({
      environment: { CYBERSOURCE_LIVE_HOST: `http://${name}:${port}` },
    });
    succeeded(await stack.up(at("127.0.0.1")));
    succeeded(await stack.preview({ ...at("127.0.0.1"), expectNoChanges: true }));
    succeeded(await stack.preview({ expectNoChanges: true }));

    const elsewhere = succeeded(await stack.preview({ ...at("localhost"), expectNoChanges: true }));
    expect(elsewhere.output).toContain(
      `The signing key of org belongs to 127.0.0.1:${port}, but the environment of this run names localhost:${port}.`,
    );
    const due = daysLater(366);
    const refused = await stack.up({ environment: { ...due.environment, ...at("localhost").environment } });
    expect(refused.ok).toBe(false);
    expect(refused.output).toContain("ERR_HOST_DIFFERS");
    expect(platform.journal).toHaveLength(1);

    await stack.setConfig("cybersource-webhooks:connections.live.host", {
      value: `http://localhost:${port}`,
      path: true,
    });
    const run = succeeded(await stack.up());
    expect(stepsOf(run)).toEqual(replacing("WebhookSigningKey orders"));
    expect(run.output).toContain(`its connection now names localhost:${port} instead of 127.0.0.1:${port}`);
    expect(platform.journal).toHaveLength(2);
  });
});
