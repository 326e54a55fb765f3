import { expect, test } from "@jest/globals";
import { certificates, MAX_CERTIFICATE_DAYS } from "../support/encryption-vectors.js";
import { type Engine, type Stack } from "./support/engine.js";
import { nativeShell } from "./support/native.js";
import { createProgram } from "./support/program.js";
import { realCli } from "./support/real-cli.js";
import { CLIENT_SECRET, onEngine, type Scenario, stepsOf, succeeded } from "./support/scenario.js";

/** The transform of docs/languages.md, with which the npm package finds what the plugin held. */
const FINDS_EITHER_TYPE = `
const DYNAMIC = "pulumi-nodejs:dynamic/cybersource-webhooks:";
pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
  if (!type.startsWith(DYNAMIC)) return undefined;
  const aliases = [{ type: type.replace(DYNAMIC, "cybersource-webhooks:index:") }];
  return { props, opts: pulumi.mergeOptions(opts, { aliases }) };
});
`;
/** All five resources, with every secret that an input or output can have. */
const PROGRAM = `${FINDS_EITHER_TYPE}
const signingKey = new WebhookSigningKey("orders", { organizationId: "shop", renewBeforeDays: 30 });
const credential = new WebhookOAuthCredential("orders", {
  organizationId: "shop", clientId: "client", clientSecret: pulumi.secret(process.env.CLIENT_SECRET),
});
new WebhookEncryptionKey("orders", { organizationId: "shop", certificate: process.env.CERTIFICATE });
exports.ring = new WebhookVerificationKeys("orders", { current: signingKey }).keys;
new WebhookSubscription("orders", {
  organizationId: "shop",
  webhookUrl: pulumi.secret("https://hooks.example.com/in?token=2c6fa0b7f1e94a5c8d"),
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  securityPolicy: {
    securityType: "oAuth",
    config: {
      oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer",
      additionalConfig: { keyId: credential.keyId },
    },
  },
  signingKey,
});
`;
const KINDS = ["EncryptionKey", "OAuthCredential", "SigningKey", "Subscription", "VerificationKeys"];
const ALL = KINDS.map((kind) => `Webhook${kind} orders`);
const environment = { CLIENT_SECRET, CERTIFICATE: certificates.a };

const platform = {
  subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false },
  maxCertificateDays: MAX_CERTIFICATE_DAYS,
} as const;
const otherStack = (engine: Engine, { platform: { origin } }: Scenario): Promise<Stack> =>
  engine.createStack({
    folder: createProgram(PROGRAM),
    config: {
      "cybersource-webhooks:host": { value: origin },
      "cybersource-webhooks:authentication": { value: "none" },
    },
    environment,
  });

const typesIn = async (stack: Stack): Promise<string[]> =>
  ((await stack.exportState()).deployment.resources ?? [])
    .map(({ type }) => type)
    .filter((type) => type.includes("cybersource-webhooks:") && !type.startsWith("pulumi:"))
    .sort();

/** Moves the state, and expects that the next run changes nothing but what is said, and the one after it nothing at all. */
const moved = async (from: Stack, to: Stack, engine: Engine, steps: readonly string[] = []): Promise<void> => {
  await to.importState(await from.exportState());
  if (steps.length === 0) succeeded(await to.preview({ expectNoChanges: true }));
  expect(stepsOf(succeeded(await to.up()))).toEqual(steps);
  expect(await typesIn(to)).toEqual(KINDS.map((kind) => `${engine.typePrefix}Webhook${kind}`));
  expect(stepsOf(succeeded(await to.up()))).toEqual([]);
};

onEngine(realCli, "a stack of the npm package that moves to the native plugin and back", (start) => {
  test("keeps every resource, and no request is sent", async () => {
    const scenario = await start({ program: PROGRAM, environment, platform });
    const dynamic = scenario.stack;
    succeeded(await dynamic.up());
    const sent = scenario.platform.journal.length;
    const native = await otherStack(nativeShell, scenario);
    await moved(dynamic, native, nativeShell);
    await moved(native, dynamic, realCli);
    expect(scenario.platform.journal).toHaveLength(sent);
    expect(stepsOf(succeeded(await dynamic.destroy()))).toEqual(ALL.map((label) => `delete ${label}`));
    expect(scenario.platform.subscriptions()).toEqual([]);
  });
});

onEngine(nativeShell, "a stack of the native plugin that moves to the npm package and back", (start) => {
  test("keeps every resource, whose entries in the state are updated once, and no request is sent", async () => {
    const scenario = await start({ program: PROGRAM, environment, platform });
    const native = scenario.stack;
    succeeded(await native.up());
    const sent = scenario.platform.journal.length;
    const dynamic = await otherStack(realCli, scenario);
    await moved(
      native,
      dynamic,
      realCli,
      ALL.map((label) => `update ${label}`),
    );
    await moved(dynamic, native, nativeShell);
    expect(scenario.platform.journal).toHaveLength(sent);
    expect(stepsOf(succeeded(await native.destroy()))).toEqual(ALL.map((label) => `delete ${label}`));
    expect(scenario.platform.subscriptions()).toEqual([]);
  });
});
