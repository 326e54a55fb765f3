import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PASSPHRASE } from "./support/engine.js";
import { gatherExamples, renamedBlocksOf, walkTogether } from "./support/examples-together.js";
import { realCli } from "./support/real-cli.js";
import { onEveryEngine, type Scenario, type ScenarioOptions, succeeded } from "./support/scenario.js";
import { blocksOf, type Command, compileExample, compilePrograms, copyExample, walk } from "./support/walkthrough.js";
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
    // The first run is as it is, in TypeScript.
    const upTo = adopting.findIndex(({ text }) => text === "pulumi up") + 1;
    await walk(scenario, adopting.slice(0, upTo), Object.fromEntries(answers));
    compilePrograms(scenario.folder);
    await walk(scenario, adopting.slice(upTo));
    expect(scenario.platform.journal).toEqual([]);
    await walk(scenario, renewing);
    expect(scenario.platform.journal).toHaveLength(1);
    expect((await scenario.stack.outputs()).verificationKeys?.value).toMatchObject([
      { keyId: scenario.platform.currentKey(ORGANIZATION, "sharedSecret")?.keyId },
      { keyId: KEY.keyId, key: KEY.key },
    ]);
  });

  /**
   * dotenv: the key stays when the file and `adopt` are removed. rename: an alias keeps the key. retire: the key leaves the
   * stack, and nothing is sent. move: the key is adopted in one stack, then removed from the other, without a rotation.
   * production: a preview announces that the connection names another host, and sends nothing.
   */
  test("dotenv, rename, retire, move, production: keys stay or go without a rotation", async () => {
    const examples = {
      dotenv: "adoption/dotenv",
      rename: "adoption/rename",
      retire: "adoption/retire",
      production: "adoption/production",
    };
    const scenario = await start({ program: gatherExamples({ ...examples, move: "adoption/move/source" }) });
    const { stack, folder, platform } = scenario;
    for (const [name, value] of Object.entries(KEY)) scenario.keepSecret(name, value);
    const { keyId, key, expirationDate } = KEY;
    const file = `WEBHOOK_KEY_ID=${keyId}\nWEBHOOK_KEY=${key}\nWEBHOOK_KEY_EXPIRES=${expirationDate}\n`;
    writeFileSync(join(folder, "dotenv/webhook.env"), file);
    symlinkSync("dotenv/webhook.env", join(folder, "webhook.env"));
    const connections = "cybersource-webhooks:connections";
    const path = true;
    await stack.setConfig(`${connections}.test.host`, { value: platform.origin, path });
    await stack.setConfig(`${connections}.test.authentication`, { value: "none", path });
    await stack.setConfig(`${connections}.production.environment`, { value: "cybersource-production", path });

    const [moving = [], , leaving = []] = renamedBlocksOf("move", "adoption/move");
    const walks = Object.entries(examples).map(
      ([name, example]) => [name, renamedBlocksOf(name, example).flat()] as const,
    );
    const upToFirstRun = (commands: readonly Command[]): number =>
      commands.findIndex(({ text }) => text === "pulumi up") + 1;
    await walkTogether(scenario, [
      ...walks.map(([name, commands]) => [name, commands.slice(0, upToFirstRun(commands))] as const),
      ["move", moving],
    ]);
    const { ordersKey } = await stack.outputs();
    expect(ordersKey?.secret).toBe(true);

    const target = await startExample("move/target");
    await target.stack.setConfig("ordersKey", { value: JSON.stringify(ordersKey?.value), secret: true });
    await walk(target, blocksOf("adoption/move")[1] ?? []);
    expect((await target.stack.outputs()).keyId?.value).toBe(
      platform.currentKey("move_organization", "sharedSecret")?.keyId,
    );
    expect(target.platform.journal).toEqual([]);

    await walkTogether(scenario, [
      ...walks.map(([name, commands]) => [name, commands.slice(upToFirstRun(commands))] as const),
      ["move", leaving],
    ]);
    expect((await stack.outputs()).signingKeyId).toEqual({ value: keyId, secret: true });
    expect(Object.keys(await scenario.resources()).sort()).toEqual([
      "WebhookSigningKey dotenv-orders",
      "WebhookSigningKey production-orders",
      "WebhookSigningKey rename-payments",
      "WebhookVerificationKeys rename-receiver",
    ]);
    // Each of them was made by the first run, and the key of dotenv was adopted.
    expect(platform.journal.map(({ organizationId }) => organizationId).sort()).toEqual([
      "move_organization",
      "production_organization",
      "rename_organization",
      "retire_organization",
    ]);
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

  test("protect: a protected key that is due fails the run before a request is sent, and is renewed without protection", async () => {
    const scenario = await startExample("protect");
    const [failing = [], renewing = []] = blocksOf("adoption/protect");
    await walk(scenario, failing);
    expect(scenario.platform.journal).toHaveLength(1);
    const later = [{ text: "# 340 days later", expected: [] }, ...renewing];
    await walk(scenario, later);
    expect(scenario.platform.journal).toHaveLength(2);
  });
});
