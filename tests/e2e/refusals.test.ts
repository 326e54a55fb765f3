import { expect, test } from "@jest/globals";
import { certificates, privateKeys } from "../support/encryption-vectors.js";
import { type Run } from "./support/engine.js";
import { onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

/** The output without line breaks and escaped quotes, so that text and JSON can be searched alike. */
const textOf = ({ output }: Run): string => output.replaceAll(/\s+/g, " ").replaceAll('\\"', '"');

/** Tries to make keys that are refused, and ends as the first refusal would have ended the program. */
const refusedKeys = (...keys: readonly string[]): string => `
const refusals = [];
for (const make of [${keys.map((key) => `() => ${key}`).join(", ")}]) {
  try {
    make();
  } catch (error) {
    if (!pulumi.RunError.isInstance(error)) throw error;
    refusals.push(error.message);
  }
}
throw new pulumi.RunError(refusals.join("\\n"));
`;
const key = (name: string, inputs = 'organizationId: "org"', options = ""): string =>
  `new WebhookSigningKey("${name}", { ${inputs} }, { ${options} })`;

const RIVALS = 'ERR_RIVAL_KEYS: the signing keys "first" and "second" are for the same organization';
const live = (setting: string): string => `cybersource-webhooks:connections.live.${setting}`;

onEveryEngine("refused programs", (start) => {
  test("contain two keys for one organization, options that lose a key, or something secret in plain text", async () => {
    const { stack, platform, write, keepSecret } = await start({
      program: refusedKeys(
        key("first"),
        key("second"),
        key("replacing", 'organizationId: "one"', 'deleteBeforeReplace: true, replacementTrigger: "now"'),
        key("importing", 'organizationId: "two"', 'import: "two/0123456789abcdef"'),
      ),
    });
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.ok).toBe(false);
      expect(textOf(run)).toContain(RIVALS);
      for (const [name, option] of [
        ["replacing", "deleteBeforeReplace"],
        ["importing", "import"],
      ]) {
        expect(textOf(run)).toContain(
          `ERR_OPTION_REFUSED: the WebhookSigningKey "${name}" has the option \`${option}\``,
        );
      }
    }
    expect(platform.journal).toEqual([]);

    // The first key may be created before the organization of the second one is known.
    write(`
      ${key("first")};
      ${key("second", 'organizationId: pulumi.output("org")')};
      const certificate = pulumi.output(process.env.CERTIFICATE);
      new WebhookEncryptionKey("leaking", { organizationId: "leaking", certificate });`);
    keepSecret("private key", privateKeys.a.pkcs8.slice(60, 124));
    const late = await stack.up({ environment: { CERTIFICATE: certificates.a + privateKeys.a.pkcs8 } });
    expect(late.ok).toBe(false);
    expect(textOf(late)).toContain(RIVALS);
    expect(late.output).toMatch(
      /ERR_INPUT_INVALID: certificate of \S*"leaking\S* must be a certificate without its private key/,
    );
    expect(platform.journal.length).toBeLessThanOrEqual(1);
    expect(platform.journal.map(({ organizationId }) => organizationId)).not.toContain("leaking");
    write(key("first"));
    succeeded(await stack.up());
    expect(platform.journal).toHaveLength(1);

    // A wrong connection is only a warning.
    write(key("first", 'organizationId: "org", connection: "defualt"'));
    const warned = succeeded(await stack.preview());
    expect(stepsOf(warned)).toEqual([]);
    expect(textOf(warned)).toContain('nothing configures it: did you mean "default"?');

    await stack.setConfig(live("merchantSecretKey"), { value: "c2hhcmVkLXNlY3JldA==", path: true });
    await stack.setConfig(live("p12Password"), { value: "word-of-the-p12", path: true, secret: true });
    write(key("first", 'organizationId: "org", connection: "live"'));
    const run = await stack.preview();
    expect(run.ok).toBe(false);
    expect(run.output).toContain(`pulumi config set --secret --path '${live("merchantSecretKey")}'`);
    expect(run.output).not.toContain("p12Password");
    expect(platform.journal).toHaveLength(1);
  });
});
