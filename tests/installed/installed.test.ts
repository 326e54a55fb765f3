import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CLIENT_SECRET, onEveryEngine, stepsOf, succeeded } from "../e2e/support/scenario.js";
import { providerText } from "../support/provider-text.js";
import { type Installation, installPackage, NODE_MAJORS, type Setup } from "./installation.js";

const INSTALL_TIMEOUT_MS = 900_000;
const RUN_TIMEOUT_MS = 300_000;
const TEXT_LIMIT_BYTES = 512;

const SETUPS = [
  { language: "CommonJS", manager: "npm" },
  { language: "ES module", manager: "npm" },
  { language: "TypeScript", manager: "npm" },
  { language: "TypeScript", manager: "pnpm" },
] as const satisfies Setup[];

const CONFIG = {
  "installed:organizationId": { value: "acme" },
  "installed:clientSecret": { value: CLIENT_SECRET, secret: true },
};

let installation: Installation;
let signingText: string;
let oauthText: string;

beforeAll(() => {
  installation = installPackage(SETUPS);
  const folder = installation.createProgram(SETUPS[0]);
  signingText = providerText(folder, "webhook-signing-key");
  oauthText = providerText(folder, "webhook-oauth-credential");
}, INSTALL_TIMEOUT_MS);
afterAll(() => installation.remove());

test("the text of a provider in state is a short require of its module, and nothing else of either kind", () => {
  const module = "pulumi-cybersource-webhooks/providers/webhook-signing-key.js";
  expect(signingText.match(/require\(.*?\)/g)).toEqual([`require("${module}")`]);
  expect(signingText.replaceAll("webhook-signing-key", "webhook-oauth-credential")).toBe(oauthText);
  expect(Buffer.byteLength(oauthText)).toBeLessThan(TEXT_LIMIT_BYTES);
});

onEveryEngine("the package as installed", (start) => {
  test.each(SETUPS.flatMap((setup) => NODE_MAJORS.map((major) => ({ ...setup, major }))))(
    "$language program, $manager, Node $major: one request each, the same text, quiet afterwards",
    async ({ language, manager, major }) => {
      const { stack, kms, resources } = await start({
        program: { folder: installation.createProgram({ language, manager }) },
        config: CONFIG,
        node: installation.node(major),
      });
      expect(stepsOf(succeeded(await stack.up()))).toEqual([
        "create WebhookOAuthCredential orders",
        "create WebhookSigningKey orders",
      ]);
      const outputs = await stack.outputs();
      expect(outputs.keyId?.secret).toBe(true);
      expect(outputs.node?.value).toMatch(new RegExp(`^v${major}\\.`));
      const made = await resources();
      for (const [label, __provider] of [
        ["WebhookSigningKey orders", signingText],
        ["WebhookOAuthCredential orders", oauthText],
      ] as const) {
        expect(made[label]).toMatchObject({ inputs: { __provider }, outputs: { __provider } });
      }

      expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
      expect(stepsOf(succeeded(await stack.refresh()))).toEqual([]);
      succeeded(await stack.preview({ expectNoChanges: true }));
      expect(stepsOf(succeeded(await stack.destroy()))).toEqual([
        "delete WebhookOAuthCredential orders",
        "delete WebhookSigningKey orders",
      ]);
      expect(kms.journal.map(({ action }) => action).sort()).toEqual(["CREATE", "STORE"]);
    },
    RUN_TIMEOUT_MS,
  );
});
