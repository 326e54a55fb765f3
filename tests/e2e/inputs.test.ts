import { beforeAll, expect, test } from "@jest/globals";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../provider/resources/oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "../../provider/resources/signing-key/table.js";
import { type Run } from "./support/engine.js";
import { CLIENT_SECRET, type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

/** Keys for all tests, so that each run is made once. What changes between runs is in their environment. */
const PROGRAM = `
for (const [name, args] of Object.entries(JSON.parse(process.env.KEYS))) {
  const Kind = "clientId" in args ? WebhookOAuthCredential : WebhookSigningKey;
  new Kind(name, args);
}
const first = new WebhookSigningKey("first", { organizationId: "org-first" });
new WebhookSigningKey("second", { organizationId: first.id.apply((id) => id.replace("/", "-")) });
for (const connection of ["same", "unnamed", "live"]) {
  new WebhookSigningKey(connection, { organizationId: "org-" + connection, connection });
}
`;
const replacing = (labels: readonly string[]): string[] =>
  labels.flatMap((label) => [`create-replacement ${label}`, `delete-replaced ${label}`, `replace ${label}`]).sort();

const oauth = { organizationId: "org", clientId: "client", clientSecret: CLIENT_SECRET };
const adopt = { keyId: "made-by-hand-0001", key: "bWFkZS1ieS1oYW5k", expirationDate: "2099-01-01T00:00:00Z" };

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
const cases = Object.entries({ ...replaced, ...kept });
const BEFORE = JSON.stringify(Object.fromEntries(cases.map(([name, [before]]) => [name, before])));
const AFTER = JSON.stringify(Object.fromEntries(cases.map(([name, [, after]]) => [name, after])));
const CREATED = cases.length + 5;
const REPLACED = Object.keys(replaced).map(
  (name) => `${name.startsWith("client") ? "WebhookOAuthCredential" : "WebhookSigningKey"} ${name}`,
);

onEveryShell("inputs", (start) => {
  let scenario: Scenario;
  let port: string;
  let firstPreview: Run;
  let preview: Run;
  let up: Run;

  beforeAll(async () => {
    scenario = await start({
      program: PROGRAM,
      isShared: true,
      environment: Object.fromEntries(
        ["SAME", "UNNAMED", "LIVE"].map((name) => [`CYBERSOURCE_${name}_AUTHENTICATION`, "none"]),
      ),
    });
    const { stack, platform, keepSecret } = scenario;
    keepSecret("clientSecret", CLIENT_SECRET);
    keepSecret("adopted key", adopt.key);
    keepSecret("adopted keyId", adopt.keyId);
    ({ port } = new URL(platform.origin));
    const [here, there] = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
    const hosts = { CYBERSOURCE_SAME_HOST: here, CYBERSOURCE_LIVE_HOST: here };

    const before = { environment: { ...hosts, CYBERSOURCE_UNNAMED_HOST: here, KEYS: BEFORE } };
    firstPreview = succeeded(await stack.preview(before));
    expect(platform.journal).toEqual([]);
    succeeded(await stack.up(before));
    expect(platform.journal).toHaveLength(CREATED);

    preview = succeeded(await stack.preview({ environment: { ...hosts, CYBERSOURCE_LIVE_HOST: there, KEYS: AFTER } }));
    await stack.setConfig("cybersource-webhooks:connections.live.host", { value: there, path: true });
    const after = { environment: { CYBERSOURCE_SAME_HOST: here, KEYS: AFTER } };
    up = succeeded(await stack.up(after));
    succeeded(await stack.preview({ ...after, expectNoChanges: true }));
  });

  test("replace the key if they identify another one, and change nothing otherwise", () => {
    const inputs = Object.entries({ ...WEBHOOK_SIGNING_KEY.inputs, ...WEBHOOK_OAUTH_CREDENTIAL.inputs });
    const replaceable = inputs.filter(([, { onChange }]) => onChange === "replace").map(([name]) => name);
    expect(Object.keys(replaced).sort()).toEqual(replaceable.sort());
    expect(stepsOf(preview)).toEqual(replacing(REPLACED));
    expect(stepsOf(up)).toEqual(replacing([...REPLACED, "WebhookSigningKey live"]));
    expect(scenario.platform.journal).toHaveLength(CREATED + REPLACED.length + 1);
  });

  test("may be unknown in a preview", () => {
    expect(stepsOf(firstPreview)).toEqual(
      expect.arrayContaining(["create WebhookSigningKey first", "create WebhookSigningKey second"]),
    );
  });

  test("another host replaces the key if the stack's configuration names it, but not if the environment does", () => {
    expect(preview.output).toContain(
      `The signing key of org-live belongs to 127.0.0.1:${port}, but the environment of this run names localhost:${port}.`,
    );
    // That an `up` replaces it stands above.
    expect(up.output).toContain(`its connection now names localhost:${port} instead of 127.0.0.1:${port}`);
    expect(scenario.platform.journal.slice(CREATED)).toContainEqual(
      expect.objectContaining({ action: "CREATE", organizationId: "org-live" }),
    );
  });

  test("another host that only the environment names fails the renewal of a key, and nothing is sent", async () => {
    const { write, stack, platform, daysLater } = scenario;
    const { length: count } = platform.journal;
    write(`new WebhookSigningKey("same", { organizationId: "org-same", connection: "same" });`);
    const elsewhere = { CYBERSOURCE_SAME_HOST: `http://localhost:${port}` };
    const refused = await stack.up({ environment: { ...daysLater(366).environment, ...elsewhere } });
    expect(refused.ok).toBe(false);
    expect(refused.output).toContain("ERR_HOST_DIFFERS");
    expect(platform.journal).toHaveLength(count);
  });

  test("that are wrong fail a preview, and nothing is sent", async () => {
    const { write, stack, platform } = scenario;
    const { length: count } = platform.journal;
    write(`new WebhookSigningKey("first", { organizationId: "a b", expiryDuration: 1.5, renewBeforeDays: -1 });`);
    const run = await stack.preview();
    expect(run.ok).toBe(false);
    for (const name of ["organizationId", "expiryDuration", "renewBeforeDays"]) {
      expect(run.output).toContain(`ERR_INPUT_INVALID: ${name} must be`);
    }
    expect(platform.journal).toHaveLength(count);
  });
});
