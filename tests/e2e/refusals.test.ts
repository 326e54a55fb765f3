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

/** A subscription that is replaced with another trigger. */
const subscription = (trigger: string, inputs = "", options = ""): string => `
new WebhookSubscription("orders", {
  organizationId: "acme",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  ${inputs}
}, { replacementTrigger: "${trigger}", ${options} });
`;
/** Without a name and a description of its own, it would be taken over. */
const NAMED = 'name: "orders", description: "all orders",';
const RETAINED = "retainOnDelete: true";

const RIVALS = 'ERR_RIVAL_KEYS: the signing keys "first" and "second" are for the same organization';
const live = (setting: string): string => `cybersource-webhooks:connections.live.${setting}`;

onEveryEngine("refused programs", (start) => {
  test("contain two keys for one organization, options that lose a key, something secret in plain text, or a kept subscription", async () => {
    const { stack, platform, write, keepSecret, resources } = await start({
      platform: { subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } },
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
    const rest = subscription("one", NAMED, RETAINED);
    write(`${key("first")}; ${rest}`);
    succeeded(await stack.up());
    const keyRequests = () => platform.journal.filter(({ organizationId }) => organizationId === "org");
    expect(keyRequests()).toHaveLength(1);
    const [held] = platform.subscriptions("acme");

    // A wrong connection is only a warning.
    write(`${key("first", 'organizationId: "org", connection: "defualt"')}; ${rest}`);
    const warned = succeeded(await stack.preview());
    expect(stepsOf(warned)).toEqual([]);
    expect(textOf(warned)).toContain('nothing configures it: did you mean "default"?');

    // The old subscription has the event that the new one asks for.
    write(`${key("first")}; ${subscription("two", NAMED, RETAINED)}`);
    const retained = await stack.up();
    expect(retained.ok).toBe(false);
    expect(textOf(retained)).toContain(`To manage it with Pulumi, set \`adopt: "${held?.webhookId ?? ""}"\`.`);
    expect(textOf(retained)).toMatch(
      /ERR_SUBSCRIPTION_EXISTS: .* If it was replaced although it has the option `retainOnDelete`, which keeps the old subscription, set `adopt` as said, remove the option and run `pulumi up`; then replace it\./,
    );
    expect(platform.subscriptions("acme")).toEqual([held]);
    const adopting = subscription("two", `${NAMED} adopt: "${held?.webhookId ?? ""}",`);
    write(`${key("first")}; ${adopting}`);
    succeeded(await stack.up());
    expect((await resources())["WebhookSubscription orders"]?.id).toBe(held?.webhookId);
    expect(platform.subscriptions("acme")).toEqual([held]);

    await stack.setConfig(live("merchantSecretKey"), { value: "c2hhcmVkLXNlY3JldA==", path: true });
    await stack.setConfig(live("p12Password"), { value: "word-of-the-p12", path: true, secret: true });
    write(`${key("first", 'organizationId: "org", connection: "live"')}; ${adopting}`);
    const run = await stack.preview();
    expect(run.ok).toBe(false);
    expect(run.output).toContain(`pulumi config set --secret --path '${live("merchantSecretKey")}'`);
    expect(run.output).not.toContain("p12Password");
    expect(keyRequests()).toHaveLength(1);
  });
});
