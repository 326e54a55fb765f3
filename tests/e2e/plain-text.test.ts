import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { embedded } from "./support/embedded.js";
import { PASSPHRASE, type Run, STACK_NAME } from "./support/engine.js";
import { onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const KEY = { keyId: "made-by-hand-0001", key: "bWFkZS1ieS1oYW5kLXRvby1sb25n", expirationDate: "2099-01-31T00:00:00Z" };
const PARTNER = "partner-secret-that-nobody-may-see";
const MERCHANT_SECRET = "c2hhcmVkLXNlY3JldC1vZi1saXZl";
const LIVE = JSON.stringify({ live: { host: "live.example", merchantSecretKey: MERCHANT_SECRET } });

const PROGRAM = `
const config = new pulumi.Config();
const make = {
  key: () => new WebhookSigningKey("orders", { organizationId: "acme", adopt: config.requireSecretObject("ordersKey") }),
  ring: () => new WebhookVerificationKeys("orders", { current: config.requireSecretObject("ordersKey") }),
  credential: () => new WebhookOAuthCredential("partner", {
    organizationId: "acme", clientId: "client", clientSecret: config.requireSecret("partnerSecret"),
  }),
};
for (const name of process.env.MAKE.split(" ").filter((name) => name !== "")) make[name]();
`;
/** Resources without a secret of their own stand before the one that is refused. */
const BEFORE = `
const key = new WebhookSigningKey("orders", { organizationId: "acme" });
new WebhookVerificationKeys("orders", { current: key });
new WebhookSubscription("orders", {
  organizationId: "acme",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  signingKey: key,
});
const partnerSecret = new pulumi.Config().requireSecret("partnerSecret");
new WebhookOAuthCredential("partner", { organizationId: "acme", clientId: "client", clientSecret: partnerSecret });
`;
const making = (names: string) => ({ environment: { MAKE: names } });

const commandsOf = ({ output }: Run): string[] => [
  ...new Set(output.match(/pulumi config set --secret (?:--path )?'[^'\n]+'/g)),
];

onEveryShell("values in plain text", (start, engine) => {
  test("are refused in previews and in an up, and the commands of the message work as they are printed", async () => {
    const { stack, platform, folder } = await start({
      program: PROGRAM,
      config: {
        "scenario:ordersKey": { value: JSON.stringify(KEY) },
        "scenario:partnerSecret": { value: PARTNER },
      },
    });
    succeeded(await stack.up(making("")));

    /** Fails unless the run is refused, and nothing of a value is told, stored in the state or sent. */
    const refused = async (run: Run): Promise<string[]> => {
      expect(run.ok).toBe(false);
      expect(run.output).toContain("ERR_CONFIG_NOT_SECRET");
      const state = JSON.stringify(await stack.exportState());
      const values = [...Object.values(KEY), PARTNER, MERCHANT_SECRET];
      // Booleans, so that a failing assertion prints no secret.
      expect(values.map((value) => run.output.includes(value) || state.includes(value))).toEqual(
        values.map(() => false),
      );
      expect(platform.journal).toEqual([]);
      return commandsOf(run);
    };

    /** Runs a command as it's printed, where there is a Pulumi CLI, and gives it the value. */
    const encrypt = async (command: string, value: string): Promise<void> => {
      if (engine === embedded) {
        const [, path, key = ""] = /--secret (--path )?'(.*)'$/.exec(command) ?? [];
        await stack.setConfig(key, { value, secret: true, path: path !== undefined });
        return;
      }
      const [states = "", home = ""] = stack.folders;
      const own = { PULUMI_BACKEND_URL: `file://${states}`, PULUMI_HOME: home, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE };
      execFileSync("sh", ["-c", command], {
        cwd: folder,
        env: { ...process.env, ...own },
        input: value,
        stdio: "pipe",
      });
    };

    const ofKey = await refused(await stack.preview(making("key")));
    expect(ofKey).toEqual(["pulumi config set --secret 'scenario:ordersKey'"]);
    expect(await refused(await stack.preview(making("ring")))).toEqual(ofKey);
    const ofCredential = await refused(await stack.preview(making("credential")));
    expect(ofCredential).toEqual(["pulumi config set --secret 'scenario:partnerSecret'"]);
    await refused(await stack.preview({ ...making("credential"), format: "diff" }));
    await refused(await stack.up(making("key ring credential")));
    for (const command of ofKey) await encrypt(command, JSON.stringify(KEY));
    for (const command of ofCredential) await encrypt(command, PARTNER);

    const us = "cybersource-webhooks:connections.us";
    await stack.setConfig(`${us}.host`, { value: "us.example", path: true });
    await stack.setConfig(`${us}.merchantSecretKey`, { value: MERCHANT_SECRET, path: true });
    const ofObject = await refused(await stack.preview(making("key")));
    expect(ofObject).toEqual([`pulumi config set --secret --path '${us}.merchantSecretKey'`]);
    for (const command of ofObject) await encrypt(command, MERCHANT_SECRET);
    const file = readFileSync(join(folder, `Pulumi.${STACK_NAME}.yaml`), "utf8");
    expect({ hasHost: file.includes("us.example"), hasSecret: file.includes(MERCHANT_SECRET) }).toEqual({
      hasHost: true,
      hasSecret: false,
    });

    // With --path, the Pulumi CLI would drop the host.
    await stack.setConfig("cybersource-webhooks:connections", { value: LIVE });
    const ofText = await refused(await stack.preview(making("key")));
    expect(ofText).toEqual(["pulumi config set --secret 'cybersource-webhooks:connections'"]);
    for (const command of ofText) await encrypt(command, LIVE);

    succeeded(await stack.up(making("key ring")));
    succeeded(await stack.preview(making("key ring credential")));
    expect(platform.journal).toEqual([]);
  });
});

// The native plugin is asked about one resource after the other, and finds nothing wrong with the first ones.
onEveryEngine("a program that is refused", (start) => {
  test("registers nothing, also without a preview, so that nothing is sent and the value isn't in the state", async () => {
    const config = { "scenario:partnerSecret": { value: PARTNER } };
    const { stack, platform } = await start({ program: BEFORE, config });
    const run = await stack.up();
    expect(run.ok).toBe(false);
    expect(run.output).toContain("ERR_CONFIG_NOT_SECRET: ");
    const state = await stack.exportState();
    expect(JSON.stringify(state).includes(PARTNER)).toBe(false);
    expect(stepsOf(run)).toEqual([]);
    expect(platform.journal).toEqual([]);
  });
});
