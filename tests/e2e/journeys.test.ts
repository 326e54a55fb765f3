import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

const KEY = {
  keyId: "key-from-dotenv-0001",
  key: "a2V5LWZyb20tZG90ZW52",
  expirationDate: "2099-01-01T00:00:00+0000",
};

onEveryEngine("adopting and leaving", (start) => {
  test("a key comes in from a .env file, and stays when the file and `adopt` are gone", async () => {
    const { stack, kms, folder, write, keepSecret } = await start({
      program: `
        process.loadEnvFile(require("node:path").join(__dirname, "webhook.env"));
        const { WEBHOOK_KEY_ID: keyId, WEBHOOK_KEY: key, WEBHOOK_KEY_EXPIRES: expirationDate } = process.env;
        new WebhookSigningKey("orders", { organizationId: "org", adopt: { keyId, key, expirationDate } });`,
    });
    for (const [name, value] of Object.entries(KEY)) keepSecret(name, value);
    writeFileSync(
      join(folder, "webhook.env"),
      `WEBHOOK_KEY_ID=${KEY.keyId}\nWEBHOOK_KEY=${KEY.key}\nWEBHOOK_KEY_EXPIRES=${KEY.expirationDate}\n`,
    );
    expect(stepsOf(succeeded(await stack.up()))).toEqual(["create WebhookSigningKey orders"]);
    write(`exports.keyId = new WebhookSigningKey("orders", { organizationId: "org" }).keyId;`);
    expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
    expect((await stack.outputs()).keyId).toEqual({ value: KEY.keyId, secret: true });
    expect(kms.journal).toEqual([]);
  });

  test("a key moves to another stack without a rotation: adopted there, then removed here", async () => {
    const source = await start({
      program: `
        const { keyId, key, expirationDate } = new WebhookSigningKey("orders", { organizationId: "org" });
        exports.orders = pulumi.secret({ keyId, key, expirationDate });`,
    });
    succeeded(await source.stack.up());
    const { orders } = await source.stack.outputs();
    expect(orders?.secret).toBe(true);

    const target = await start({
      program: `
        const adopt = new pulumi.Config().requireSecretObject("orders");
        exports.keyId = new WebhookSigningKey("orders", { organizationId: "org", adopt }).keyId;`,
      config: { "scenario:orders": { value: JSON.stringify(orders?.value), secret: true } },
    });
    succeeded(await target.stack.up());
    source.write("");
    expect(stepsOf(succeeded(await source.stack.up()))).toEqual(["delete WebhookSigningKey orders"]);
    expect((await target.stack.outputs()).keyId?.value).toBe(source.kms.currentKey("org", "sharedSecret")?.keyId);
    expect(source.kms.journal).toHaveLength(1);
    expect(target.kms.journal).toHaveLength(0);
  });

  test("a protected key that comes due fails the run before anything is sent, and is renewed once it is not", async () => {
    const { stack, kms, daysLater } = await start({
      program: `
        const protect = process.env.UNPROTECTED === undefined;
        new WebhookSigningKey("orders", { organizationId: "org", renewBeforeDays: 30 }, { protect });`,
    });
    succeeded(await stack.up());
    const { environment = {} } = daysLater(340);
    const run = await stack.up({ environment });
    expect(run.ok).toBe(false);
    expect(run.output).toContain("the key is inside its renewal window");
    expect(run.output).toMatch(/protect/);
    expect(kms.journal).toHaveLength(1);
    const unprotected = { environment: { ...environment, UNPROTECTED: "1" } };
    expect(stepsOf(succeeded(await stack.up(unprotected)))).toContain("replace WebhookSigningKey orders");
    expect(kms.journal).toHaveLength(2);
  });
});
