import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { providerText } from "../../provider/seam/provider-text.js";
import { embedded } from "../e2e/support/embedded.js";
import { realCli } from "../e2e/support/real-cli.js";
import { CLIENT_SECRET, onEngine, type Scenario, type Start, stepsOf, succeeded } from "../e2e/support/scenario.js";
import { clisThere } from "./clis.js";
import { createInstallation, type Installation } from "./installation.js";
import { nodeOf } from "./managers.js";
import { MATRIX, type Row } from "./matrix.js";
import { forgetPassed, recordPassed } from "./passed.js";

const TIMEOUT_MS = 900_000;

let installation: Installation;
beforeAll(() => {
  if (process.env.KEEP_PASSED === undefined) forgetPassed();
  installation = createInstallation();
});
afterAll(() => installation.remove());

const everyResource = (op: string): string[] => [
  `${op} WebhookOAuthCredential orders`,
  `${op} WebhookSigningKey orders`,
  `${op} WebhookVerificationKeys orders`,
];
const LATER = ["create WebhookSigningKey later", "create WebhookVerificationKeys later"];
const ROTATION = [
  "create-replacement WebhookSigningKey orders",
  "delete-replaced WebhookSigningKey orders",
  "replace WebhookSigningKey orders",
  "update WebhookVerificationKeys orders",
];

/** Rotates a leaked key as in docs/runbook.md, while the program also declares a key that doesn't exist yet. */
const rotateByTarget = async ({ stack, resources, platform }: Scenario): Promise<void> => {
  const { file, args, cwd, env } = stack.upCommand;
  const urns = await resources();
  const [key = "", ring = ""] = ["WebhookSigningKey orders", "WebhookVerificationKeys orders"].map(
    (label) => urns[label]?.urn,
  );
  const targets = ["--target-replace", key, "--target", ring];
  // Rejects if the exit code isn't 0.
  const { stdout, stderr } = await promisify(execFile)(file, [...args, ...targets], { cwd, env });
  expect(stdout + stderr).not.toContain("TypeError");
  expect(platform.journal.map(({ action }) => action).sort()).toEqual(["CREATE", "CREATE", "STORE"]);
};

const run = async (start: Start, { sdk, manager, language, node }: Row, hasTargets: boolean): Promise<void> => {
  const scenario = await start({
    program: { folder: installation.createProgram({ sdk, manager, language }) },
    config: {
      "versions:organizationId": { value: "acme" },
      "versions:clientSecret": { value: CLIENT_SECRET, secret: true },
      "versions:rotation": { value: "first" },
    },
    node: nodeOf(node),
  });
  const { stack, platform, resources } = scenario;
  expect(stepsOf(succeeded(await stack.up()))).toEqual(everyResource("create"));
  const outputs = await stack.outputs();
  expect(outputs.node?.value).toMatch(new RegExp(`^v${node}\\.`));
  expect(outputs.keyCount?.value).toBe(1);
  const made = await resources();
  for (const [label, kind] of [
    ["WebhookSigningKey orders", "webhook-signing-key"],
    ["WebhookOAuthCredential orders", "webhook-oauth-credential"],
    ["WebhookVerificationKeys orders", "webhook-verification-keys"],
  ] as const) {
    const __provider = providerText(kind);
    expect(made[label]).toMatchObject({ inputs: { __provider }, outputs: { __provider } });
  }

  expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
  await stack.setConfig("versions:hasLater", { value: "true" });
  if (hasTargets) {
    await rotateByTarget(scenario);
    expect(stepsOf(succeeded(await stack.up()))).toEqual(LATER);
  } else {
    await stack.setConfig("versions:rotation", { value: "second" });
    expect(stepsOf(succeeded(await stack.up()))).toEqual([...LATER, ...ROTATION].sort());
  }
  expect((await stack.outputs()).keyCount?.value).toBe(2);
  expect(stepsOf(succeeded(await stack.refresh()))).toEqual([]);
  const later = LATER.map((step) => step.replace("create", "delete"));
  expect(stepsOf(succeeded(await stack.destroy()))).toEqual([...everyResource("delete"), ...later].sort());
  expect(platform.journal.map(({ action }) => action).sort()).toEqual(["CREATE", "CREATE", "CREATE", "STORE"]);
};

const titleOf = ({ sdk, manager, language, node }: Row): string =>
  `SDK ${sdk}, ${manager}, ${language}, Node.js ${node}`;

const declare = (rows: readonly Row[], start: Start, cli: string | undefined): void => {
  test.each(rows.map((row) => [titleOf(row), row] as const))(
    "%s: create, quiet up, rotation next to a key that doesn't exist yet, refresh, destroy",
    async (_title, row) => {
      await run(start, row, cli !== undefined);
      recordPassed({ ...row, ...(cli !== undefined && { cli }) });
    },
    TIMEOUT_MS,
  );
};

const clis = clisThere();
const { PATH } = process.env;

// The first round runs the embedded engine and the newest CLI, each other round one CLI.
for (const [index, cli] of [clis[0], ...clis.slice(1)].entries()) {
  describe(cli === undefined ? "without a CLI" : `with CLI ${cli.version}`, () => {
    beforeAll(() => {
      process.env.PATH = cli?.path ?? PATH;
    });
    afterAll(() => {
      process.env.PATH = PATH;
    });
    process.env.PATH = cli?.path ?? PATH;
    if (index === 0) onEngine(embedded, "the package as installed", (start) => declare(MATRIX, start, undefined));
    const rows = MATRIX.filter(({ onCli }) => onCli === "every" || (index === 0 && onCli === "newest"));
    onEngine(realCli, "the package as installed", (start) => declare(rows, start, cli?.version ?? ""));
    process.env.PATH = PATH;
  });
}
