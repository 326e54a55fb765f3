import { expect, test } from "@jest/globals";
import { runDemonstration } from "./support/demonstration.js";
import { realCli } from "./support/real-cli.js";
import { onEveryEngine } from "./support/scenario.js";

onEveryEngine("the quickstart", (_, engine) => {
  test("creates, rotates and renews keys and activates a subscription, with exactly the expected requests", async () => {
    // It fails if a step sends other requests.
    const output = await runDemonstration(engine, "quickstart");
    expect(output).toContain(engine === realCli ? "the Pulumi CLI" : "the embedded engine");
    expect(output.match(/^Requests that reached the local platform: .*$/gm)).toHaveLength(5);
    expect(output).toMatch(/^Done in \d+ s\./m);
    expect(output).not.toContain("a-secret-of-the-quickstart");
  });
});
