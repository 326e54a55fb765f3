import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PASSPHRASE } from "./support/engine.js";
import { realCli } from "./support/real-cli.js";
import { onEveryEngine, type Scenario, type ScenarioOptions, succeeded } from "./support/scenario.js";
import { blocksOf, compileExample, copyExample, walk } from "./support/walkthrough.js";
import { DAY_MS } from "../../provider/dates.js";

const ORGANIZATION = "my_organization";
const KEY = {
  keyId: "key-made-by-hand-0001",
  key: "a2V5LW1hZGUtYnktaGFuZA==",
  expirationDate: `${new Date(Date.now() + 100 * DAY_MS).toISOString().slice(0, 19)}+0000`,
};
/** Saves time: `npm run types` checks the types of the programs. */
const environment = { TS_NODE_TRANSPILE_ONLY: "true" };

onEveryEngine("adopting and leaving", (start, engine) => {
  const startExample = async (example: string, options: Partial<ScenarioOptions> = {}): Promise<Scenario> => {
    const scenario = await start({
      // The first example runs as it is, in TypeScript.
      program: example === "by-hand" ? copyExample("adoption/by-hand") : compileExample(`adoption/${example}`),
      ...options,
      environment: { ...environment, ...options.environment },
    });
    for (const [name, value] of Object.entries(KEY)) scenario.keepSecret(name, value);
    return scenario;
  };

  test("by-hand: the key is adopted without a request, renewed when it's due, and kept for receivers", async () => {
    const scenario = await startExample("by-hand");
    const answers = Object.entries(KEY).map(([name, value]) => [`ordersKey.${name}`, value] as const);
    const [adopting = [], renewing = []] = blocksOf("adoption/by-hand");
    await walk(scenario, adopting, Object.fromEntries(answers));
    expect(scenario.platform.journal).toEqual([]);
    await walk(scenario, renewing);
    expect(scenario.platform.journal).toHaveLength(1);
    expect((await scenario.stack.outputs()).verificationKeys?.value).toMatchObject([
      { keyId: scenario.platform.currentKey(ORGANIZATION, "sharedSecret")?.keyId },
      { keyId: KEY.keyId, key: KEY.key },
    ]);
  });

  test("dotenv: the key stays when the file and `adopt` are removed", async () => {
    const scenario = await startExample("dotenv");
    const { keyId, key, expirationDate } = KEY;
    const file = `WEBHOOK_KEY_ID=${keyId}\nWEBHOOK_KEY=${key}\nWEBHOOK_KEY_EXPIRES=${expirationDate}\n`;
    writeFileSync(join(scenario.folder, "webhook.env"), file);
    await walk(scenario, blocksOf("adoption/dotenv").flat());
    expect((await scenario.stack.outputs()).signingKeyId).toEqual({ value: keyId, secret: true });
    expect(scenario.platform.journal).toEqual([]);
  });

  test("move: the key is adopted in one stack, then removed from the other, without a rotation", async () => {
    const [making = [], adopting = [], leaving = []] = blocksOf("adoption/move");
    const source = await startExample("move/source");
    await walk(source, making);
    const { ordersKey } = await source.stack.outputs();
    expect(ordersKey?.secret).toBe(true);

    const target = await startExample("move/target");
    await target.stack.setConfig("ordersKey", { value: JSON.stringify(ordersKey?.value), secret: true });
    await walk(target, adopting);
    await walk(source, leaving);
    expect((await target.stack.outputs()).keyId?.value).toBe(
      source.platform.currentKey(ORGANIZATION, "sharedSecret")?.keyId,
    );
    expect(source.platform.journal).toHaveLength(1);
    expect(target.platform.journal).toEqual([]);
  });

  // The embedded engine has no `state move`.
  if (engine === realCli) {
    test("move: `pulumi state move` moves the resource without a rotation", async () => {
      const source = await startExample("move/source");
      succeeded(await source.stack.up());
      const [states = "", home = ""] = source.stack.folders;
      const backend = { PULUMI_BACKEND_URL: `file://${states}` };
      const target = await startExample("move/target", { environment: backend });

      await target.stack.setConfig("cybersource-webhooks:host", { value: source.platform.origin });

      const quiet = blocksOf("adoption/move").at(-1) ?? [];
      await walk(source, [{ text: "cp afterwards.ts index.ts", expected: [] }]);
      await walk(target, [{ text: "cp moved.ts index.ts", expected: [] }]);
      const urn = "urn:pulumi:dev::move-source::pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey::orders";
      const stacks = ["--source", "organization/move-source/dev", "--dest", "organization/move-target/dev"];
      execFileSync("pulumi", ["state", "move", ...stacks, "--yes", urn], {
        cwd: source.folder,
        env: { ...process.env, ...backend, PULUMI_HOME: home, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE },
        stdio: "pipe",
      });
      await walk(target, quiet);
      await walk(source, quiet);
      expect((await target.stack.outputs()).keyId).toEqual({
        value: source.platform.currentKey(ORGANIZATION, "sharedSecret")?.keyId,
        secret: true,
      });
      expect(source.platform.journal).toHaveLength(1);
      expect(target.platform.journal).toEqual([]);
    });
  }

  test("rename: an alias keeps the key", async () => {
    const scenario = await startExample("rename");
    await walk(scenario, blocksOf("adoption/rename").flat());
    expect(scenario.platform.journal).toHaveLength(1);
  });

  test("protect: a protected key that is due fails the run before a request is sent, and is renewed without protection", async () => {
    const scenario = await startExample("protect");
    const [failing = [], renewing = []] = blocksOf("adoption/protect");
    await walk(scenario, failing);
    expect(scenario.platform.journal).toHaveLength(1);
    const later = [{ text: "# 340 days later", expected: [] }, ...renewing];
    await walk(scenario, later);
    expect(scenario.platform.journal).toHaveLength(2);
  });

  test("production: a preview announces that the connection names another host, and sends nothing", async () => {
    const scenario = await startExample("production", { isConnected: false });
    const { stack, platform } = scenario;
    const connections = "cybersource-webhooks:connections";
    const path = true;
    await stack.setConfig(`${connections}.test.host`, { value: platform.origin, path });
    await stack.setConfig(`${connections}.test.authentication`, { value: "none", path });
    await stack.setConfig(`${connections}.production.environment`, { value: "cybersource-production", path });
    await walk(scenario, blocksOf("adoption/production").flat());
    expect(platform.journal).toHaveLength(1);
  });

  test("retire: the key leaves the stack, and nothing is sent", async () => {
    const scenario = await startExample("retire");
    await walk(scenario, blocksOf("adoption/retire").flat());
    expect(await scenario.resources()).toEqual({});
    expect(scenario.platform.journal).toHaveLength(1);
  });
});
