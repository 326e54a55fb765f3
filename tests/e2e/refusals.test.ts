import { expect, test } from "@jest/globals";
import { type Run } from "./support/engine.js";
import { onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

/** The output without line breaks and escaped quotes, so that text and JSON can be searched alike. */
const textOf = ({ output }: Run): string => output.replaceAll(/\s+/g, " ").replaceAll('\\"', '"');

onEveryEngine("refused programs", (start) => {
  test("contain two signing keys for one organization, also if that is an output; one of them alone works", async () => {
    const { stack, platform, write } = await start({
      program: `
        new WebhookSigningKey("first", { organizationId: "org" });
        new WebhookSigningKey("second", { organizationId: process.env.LATE ? pulumi.output("org") : "org" });`,
    });
    const RIVALS = 'ERR_RIVAL_KEYS: the signing keys "first" and "second" are for the same organization';
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.ok).toBe(false);
      expect(textOf(run)).toContain(RIVALS);
    }
    expect(platform.journal).toHaveLength(0);
    const late = await stack.up({ environment: { LATE: "1" } });
    expect(late.ok).toBe(false);
    expect(textOf(late)).toContain(RIVALS);
    // The first key may have been created before the organization of the second one was known.
    expect(platform.journal.length).toBeLessThanOrEqual(1);
    write(`new WebhookSigningKey("first", { organizationId: "org" });`);
    succeeded(await stack.up());
    expect(platform.journal).toHaveLength(1);
  });

  test("contain options that Pulumi would fail on or lose a key with; a wrong connection is only a warning", async () => {
    const { stack, platform, write } = await start({
      program: `new WebhookSigningKey("orders", { organizationId: "org" });`,
    });
    succeeded(await stack.up());
    const key = (options: string, inputs = ""): void =>
      write(`new WebhookSigningKey("orders", { organizationId: "org", ${inputs} }, ${options});`);
    key(`{ deleteBeforeReplace: true, replacementTrigger: "now" }`);
    const replacing = await stack.up();
    key(`{ import: "org/0123456789abcdef" }`);
    const importing = await stack.preview();
    for (const run of [replacing, importing]) {
      expect(run.ok).toBe(false);
      expect(run.output).toContain("ERR_OPTION_REFUSED");
    }
    key("{}", `connection: "defualt"`);
    const warned = succeeded(await stack.preview());
    expect(stepsOf(warned)).toEqual([]);
    expect(textOf(warned)).toContain('nothing configures it: did you mean "default"?');
    expect(platform.journal).toHaveLength(1);
  });

  test("have a credential in plain text next to an encrypted one", async () => {
    const named = (setting: string): string => `cybersource-webhooks:connections.live.${setting}`;
    const { stack, platform, write } = await start({
      program: `new WebhookSigningKey("orders", { organizationId: "org", connection: "live" });`,
      config: {
        [named("merchantSecretKey")]: { value: "c2hhcmVkLXNlY3JldA==", path: true },
        [named("p12Password")]: { value: "word-of-the-p12", path: true, secret: true },
      },
    });
    const run = await stack.preview();
    expect(run.ok).toBe(false);
    expect(run.output).toContain(`pulumi config set --secret --path '${named("merchantSecretKey")}'`);
    expect(run.output).not.toContain("p12Password");
    expect(platform.journal).toEqual([]);
    // An empty program gives the scenario a state to search for secrets.
    write("");
    succeeded(await stack.up());
  });
});
