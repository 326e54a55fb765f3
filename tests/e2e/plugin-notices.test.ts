import { expect, test } from "@jest/globals";
import { readDocument } from "../support/documents.js";
import { type Run } from "./support/engine.js";
import { nativeShell } from "./support/native.js";
import { onEngine, stepsOf, succeeded } from "./support/scenario.js";

const program = (keyOptions: string, ringOptions: string): string => `
const signingKey = new WebhookSigningKey("orders", { organizationId: "shop", renewBeforeDays: 30 }, { ${keyOptions} });
new WebhookVerificationKeys("orders", { current: signingKey }, { ${ringOptions} });
`;

/** What a run that succeeded warned of at its end, below the resource. */
const warningsOf = (run: Run, resource: string): string[] => {
  const [, diagnostics = ""] = succeeded(run).output.split("\nDiagnostics:\n");
  const [, own = ""] = diagnostics.split(`  ${resource}:\n`);
  return (own.split("\n\n")[0] ?? "")
    .split("\n")
    .flatMap((line) => /^\s+warning: (.*)$/.exec(line)?.[1]?.trimEnd() ?? []);
};

onEngine(nativeShell, "a program of the native plugin", (start) => {
  test("is told on the resource's row of ignoreChanges that keeps new keys from receivers, in each later run", async () => {
    const scenario = await start({ program: program("", 'ignoreChanges: ["current"]') });
    const { stack } = scenario;
    succeeded(await stack.up());
    const told = (run: Run): string[] => warningsOf(run, "cybersource-webhooks:index:WebhookVerificationKeys (orders)");
    const warning =
      "ignoreChanges keeps new signing keys out of this resource: after the next rotation, receivers refuse every " +
      "notification. Remove `current` and `*` from ignoreChanges.";
    expect(told(await stack.preview())).toEqual([warning]);
    expect(told(await stack.up())).toEqual([warning]);
    const rotated = await stack.up(scenario.daysLater(340));
    expect(told(rotated)).toEqual([warning]);
    expect(stepsOf(rotated).join()).not.toContain("WebhookVerificationKeys");
  });

  test("is told once, in one line, that its SDK is of another version than the plugin", async () => {
    const { version } = JSON.parse(readDocument("package.json")) as { version: string };
    const ofVersion = (each: string): string => program(`version: "${each}"`, `version: "${each}"`);
    const { stack, write, platform } = await start({ program: ofVersion("0.0.1") });
    const told = (run: Run): string[] => warningsOf(run, "pulumi:pulumi:Stack (scenario-dev)");
    const warning =
      `cybersource-webhooks: the SDK of this program is of version 0.0.1, but the plugin is ${version}. Use one version of ` +
      "both: run `pulumi package add` again, or install the plugin of the SDK's version.";
    expect(told(await stack.preview())).toEqual([warning]);
    expect(told(await stack.up())).toEqual([warning]);

    // Another version of the SDK changes no resource.
    write(ofVersion(version));
    const other = await stack.up();
    expect(told(other)).toEqual([]);
    expect(stepsOf(other)).toEqual([]);
    expect(platform.journal).toHaveLength(1);
  });
});
