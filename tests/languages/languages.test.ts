import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { DAY_MS } from "../../provider/dates.js";
import { type Stack } from "../e2e/support/engine.js";
import { realCli } from "../e2e/support/real-cli.js";
import { CLIENT_SECRET, stepsOf, succeeded } from "../e2e/support/scenario.js";
import { PLUGIN_FILE, PLUGIN_FOLDER } from "../support/plugin-process.js";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import { filesBelow, findSecrets, textPlace } from "../support/secret-sweep.js";

const ORGANIZATION = "acme";
const ALL = ["WebhookSigningKey orders", "WebhookSubscription orders", "WebhookVerificationKeys orders"];

const CREATE = JSON.stringify({
  clientRequestAction: "CREATE",
  keyInformation: {
    provider: "nrtd",
    tenant: ORGANIZATION,
    keyType: "sharedSecret",
    organizationId: ORGANIZATION,
    expiryDuration: "365",
  },
});

type Run = (command: string, ...args: string[]) => void;

interface Language {
  readonly name: string;
  readonly host: string;
  /** Makes the program ready to run. */
  readonly prepare: (run: Run) => void;
}

const addPackage = (run: Run): void => run("pulumi", "package", "add", PLUGIN_FILE);
const LANGUAGES: readonly Language[] = [
  { name: "yaml", host: "pulumi-language-yaml", prepare: () => undefined },
  {
    name: "typescript",
    host: "pulumi-language-nodejs",
    prepare: (run) => {
      run("npm", "install", "--no-audit", "--no-fund");
      addPackage(run);
    },
  },
  {
    name: "python",
    host: "pulumi-language-python",
    prepare: (run) => {
      run("python3", "-m", "venv", "venv");
      run("venv/bin/pip", "install", "--quiet", "--requirement", "requirements.txt");
      addPackage(run);
    },
  },
  {
    name: "go",
    host: "pulumi-language-go",
    prepare: (run) => {
      addPackage(run);
      run("go", "mod", "tidy");
    },
  },
];

/** The program of the npm package with the same resources, which also takes back what the plugin held. */
const DYNAMIC = `
const pulumi = require("@pulumi/pulumi");
const { WebhookSigningKey, WebhookSubscription, WebhookVerificationKeys } = require("pulumi-cybersource-webhooks");
pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
  const dynamic = "pulumi-nodejs:dynamic/cybersource-webhooks:";
  if (!type.startsWith(dynamic)) return undefined;
  return { props, opts: pulumi.mergeOptions(opts, { aliases: [{ type: type.replace(dynamic, "cybersource-webhooks:index:") }] }) };
});
const organizationId = new pulumi.Config().require("organizationId");
const signingKey = new WebhookSigningKey("orders", { organizationId, renewBeforeDays: 30 });
new WebhookVerificationKeys("orders", { current: signingKey });
new WebhookSubscription("orders", {
  organizationId,
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
});
`;

const isOnPath = (program: string): boolean =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

describe.each(LANGUAGES)("the example in $name", ({ name, host, prepare }) => {
  const isThere = isOnPath("pulumi") && isOnPath(host);
  if (!isThere) process.stderr.write(`SKIPPED: pulumi or ${host} isn't on PATH, so the example in ${name} isn't run\n`);
  const testIfThere = isThere ? test : test.skip;

  let platform: Platform;
  let folder: string;
  let example: Stack;
  const stackIn = (place: string): Promise<Stack> =>
    realCli.createStack({
      folder: place,
      config: {
        "cybersource-webhooks:host": { value: platform.origin },
        "cybersource-webhooks:authentication": { value: "none" },
        "webhooks:organizationId": { value: ORGANIZATION },
      },
      environment: {},
    });
  const run: Run = (command, ...args) => {
    const env = { ...process.env, PULUMI_HOME: join(folder, "cli/home"), PULUMI_SKIP_UPDATE_CHECK: "true" };
    execFileSync(command, args, { cwd: folder, env, stdio: "pipe" });
  };
  beforeAll(async () => {
    if (!isThere) return;
    platform = await startPlatform({ subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } });
    folder = createScratch("language");
    cpSync(join(PROJECT_ROOT, "examples/languages", name), folder, { recursive: true });
    cpSync(PLUGIN_FOLDER, join(folder, "plugin"), { recursive: true });
    // A protected resource can't be destroyed.
    for (const file of ["Pulumi.yaml", "index.ts", "main.go", "__main__.py"].map((each) => join(folder, each))) {
      if (existsSync(file))
        writeFileSync(
          file,
          readFileSync(file, "utf8")
            .replace(/protect(=|: )(true|True)/i, "protect$1false")
            .replace("protect=false", "protect=False")
            .replace("Protect(true)", "Protect(false)"),
        );
    }
    prepare(run);
    example = await stackIn(folder);
  });
  afterAll(async () => {
    if (isThere) await platform.close();
  });

  testIfThere("creates, is quiet, rotates, is destroyed, and sends nothing in a preview", async () => {
    const planned = await example.preview();
    expect(stepsOf(succeeded(planned))).toEqual(ALL.map((label) => `create ${label}`));
    expect(platform.journal).toEqual([]);
    expect(stepsOf(succeeded(await example.up()))).toEqual(ALL.map((label) => `create ${label}`));
    expect((await example.outputs()).verificationKeys?.secret).toBe(true);
    const created = platform.journal.length;
    succeeded(await example.preview({ expectNoChanges: true }));
    expect(stepsOf(succeeded(await example.up()))).toEqual([]);
    expect(platform.journal).toHaveLength(created);

    platform.setClock(new Date(Date.now() + 336 * DAY_MS));
    const environment = {
      NODE_OPTIONS: `--require=${join(__dirname, "../support/move-clock.js")}`,
      TEST_CLOCK_OFFSET_MS: String(336 * DAY_MS),
    };
    expect(stepsOf(succeeded(await example.up({ environment })))).toEqual([
      "create-replacement WebhookSigningKey orders",
      "delete-replaced WebhookSigningKey orders",
      "replace WebhookSigningKey orders",
      "update WebhookVerificationKeys orders",
    ]);
    expect(platform.journal.map(({ action }) => action).slice(created)).toEqual(["CREATE"]);
    expect(stepsOf(succeeded(await example.destroy()))).toEqual(ALL.map((label) => `delete ${label}`));
    expect(platform.subscriptions(ORGANIZATION)).toEqual([]);
  });

  testIfThere("keeps what was imported, without a request, and no secret is in code or state", async () => {
    succeeded(await example.up());
    const { deployment, ...version } = await example.exportState();
    const subscription = deployment.resources?.find(({ type }) => type.endsWith(":WebhookSubscription"));
    // The stack forgets them, but the service doesn't.
    const resources = (deployment.resources ?? []).filter(({ type }) => type === "pulumi:pulumi:Stack");
    await example.importState({ ...version, deployment: { ...deployment, resources } });
    const answer = await fetch(platform.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: CREATE,
    });
    const issued = (await answer.json()) as { keyInformation: { key: string; keyId: string } };
    const stored = {
      ...{ keyType: "oAuthClientCredentials", provider: ORGANIZATION, tenant: "nrtd" },
      ...{ clientKeyId: "client", keyId: "key-id-of-the-credential", key: CLIENT_SECRET },
    };
    const storedAnswer = { ...issued, keyInformation: { ...issued.keyInformation, ...stored } };
    const file = join(createScratch("answers"), "answer.json");
    const sent = platform.journal.length;

    const { env } = example.upCommand;
    const flags = ["--yes", "--protect=false", "--stack", "dev"];
    const printed: string[] = [];
    for (const [type, id, text] of [
      ["WebhookSigningKey", ORGANIZATION, issued],
      ["WebhookOAuthCredential", ORGANIZATION, storedAnswer],
      ["WebhookSubscription", subscription?.id ?? "", {}],
    ] as const) {
      writeFileSync(file, JSON.stringify(text), { mode: 0o600 });
      // Asynchronous, because a subscription is read from the platform in this process.
      const args = ["import", `cybersource-webhooks:index:${type}`, "orders", id, ...flags];
      const { stdout, stderr } = await promisify(execFile)("pulumi", args, {
        cwd: folder,
        env: { ...env, CYBERSOURCE_IMPORT_KEY: file },
      });
      expect(stdout).toMatch(new RegExp(`${type}\\b[^]*${ORGANIZATION}`));
      printed.push(stdout, stderr);
    }
    const { key, keyId } = issued.keyInformation;
    const secrets = { key, keyId, clientSecret: CLIENT_SECRET };
    const places = [
      textPlace("output and code", printed.join("\n")),
      textPlace("exported state", JSON.stringify(await example.exportState())),
      ...example.folders.flatMap(filesBelow),
    ];
    expect(findSecrets(places, secrets)).toEqual([]);

    // The program has no credential.
    const first = stepsOf(succeeded(await example.up()));
    expect(first).toEqual(["create WebhookVerificationKeys orders", "delete WebhookOAuthCredential orders"]);
    succeeded(await example.preview({ expectNoChanges: true }));
    const later = platform.journal.slice(sent).map(({ action }) => action);
    expect(later.filter((action = "") => !action.startsWith("READ"))).toEqual([]);
    expect((await example.outputs()).verificationKeys?.value).toMatchObject([
      { keyId: platform.currentKey(ORGANIZATION, "sharedSecret")?.keyId },
    ]);
    expect(stepsOf(succeeded(await example.destroy()))).toEqual(ALL.map((label) => `delete ${label}`));
  });

  testIfThere("takes a stack over from the npm package and gives it back, without a change or a request", async () => {
    const dynamicFolder = createScratch("dynamic", { main: "index.js" });
    writeFileSync(join(dynamicFolder, "index.js"), DYNAMIC);
    writeFileSync(
      join(dynamicFolder, "Pulumi.yaml"),
      "name: webhooks\nruntime: { name: nodejs, options: { typescript: false } }\n",
    );
    const dynamic = await stackIn(dynamicFolder);
    succeeded(await dynamic.up());
    const sent = platform.journal.length;

    await example.importState(await dynamic.exportState());
    succeeded(await example.preview({ expectNoChanges: true }));
    expect(stepsOf(succeeded(await example.up()))).toEqual([]);
    succeeded(await example.preview({ expectNoChanges: true }));
    await dynamic.importState(await example.exportState());
    succeeded(await dynamic.preview({ expectNoChanges: true }));
    expect(stepsOf(succeeded(await dynamic.up()))).toEqual([]);
    expect(platform.journal).toHaveLength(sent);
    expect(stepsOf(succeeded(await dynamic.destroy()))).toEqual(ALL.map((label) => `delete ${label}`));
  });
});
