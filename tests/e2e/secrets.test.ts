import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { sealedValues } from "../support/sealed-values.js";
import { requestVectors } from "../unit/auth/vectors.js";
import { PASSPHRASE, type RunOptions } from "./support/engine.js";
import { CLIENT_SECRET, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const { merchantId, keyId, sharedSecretBase64: secret } = requestVectors.inputs;

const PROGRAM = `
const config = new pulumi.Config();
const orders = new WebhookSigningKey("orders", { organizationId: "acme", renewBeforeDays: 30 });
const adopted = new WebhookSigningKey("adopted", { organizationId: "other", adopt: config.requireSecretObject("adopt") });
const credential = new WebhookOAuthCredential("orders", {
  organizationId: "partner", clientId: "client", clientSecret: config.requireSecret("clientSecret"),
});
const receiver = new WebhookVerificationKeys("receiver", { current: orders });
exports.keys = receiver.keys;
exports.joined = pulumi.interpolate\`\${orders.keyId} until \${orders.expirationDate}\`;
`;

/** A secret as people choose them: a short word, with punctuation that each encoding changes. */
const WORD_SECRET = "Kingfisher&'<9>";

const asCode = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z]/g, "_");

/** Forms in which a service could echo a secret in an error. */
const ECHOES: Readonly<Record<string, string>> = {
  plain: WORD_SECRET,
  url: encodeURIComponent(WORD_SECRET),
  form: new URLSearchParams({ clientSecret: WORD_SECRET }).toString(),
  html: WORD_SECRET.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;"),
  json: JSON.stringify({ key: WORD_SECRET }),
  base64: Buffer.from(WORD_SECRET).toString("base64"),
  hex: Buffer.from(WORD_SECRET).toString("hex"),
  upper: WORD_SECRET.toUpperCase(),
  lower: WORD_SECRET.toLowerCase(),
  cut: WORD_SECRET.slice(0, 9),
};

/** An answer that echoes the secret: in all forms as messages, and as codes and names of fields. */
const ECHOING = {
  details: Object.entries(ECHOES).map(([form, text]) => ({ field: form, reason: "INVALID_DATA", message: text })),
  message: `The value ${Object.values(ECHOES).join(", ")} is not allowed`,
  reason: asCode(WORD_SECRET),
  response: { rmsg: ECHOES["cut"], code: ECHOES["lower"], [WORD_SECRET.slice(0, 10)]: "INVALID_DATA" },
  errorInformation: { reason: WORD_SECRET.slice(0, 10).toUpperCase(), details: [{ field: ECHOES["cut"] }] },
};

onEveryShell("a secret", (start) => {
  test("never appears in verbose logs, states, processes or errors, from the first run to destroy", async () => {
    const adopt = {
      keyId: randomUUID(),
      key: randomBytes(32).toString("base64"),
      expirationDate: "2099-12-31T23:59:59Z",
    };
    const { stack, platform, daysLater, keepSecret } = await start({
      program: PROGRAM,
      platform: { authentication: "required", merchants: [{ merchantId, keyId, secret }], skewSeconds: 400 * 86_400 },
      isConnected: false,
      config: {
        "scenario:clientSecret": { value: WORD_SECRET, secret: true },
        "scenario:adopt": { value: JSON.stringify(adopt), secret: true },
        "cybersource-webhooks:merchantId": { value: merchantId },
        "cybersource-webhooks:merchantKeyId": { value: keyId },
        "cybersource-webhooks:merchantSecretKey": { value: secret, secret: true },
      },
    });
    keepSecret("adopted keyId", adopt.keyId, "random");
    keepSecret("adopted key", adopt.key, "random");
    keepSecret("short secret", WORD_SECRET, "word");
    const connected = { CYBERSOURCE_HOST: platform.origin };
    const keepSealed = async (when: string): Promise<void> => {
      for (const [name, { value, kind }] of Object.entries(await sealedValues(await stack.exportState(), PASSPHRASE))) {
        keepSecret(`${name} ${when}`, value, kind);
      }
    };

    platform.fault({ kind: "answer", made: false, status: 400, body: JSON.stringify(ECHOING) }, 1, {
      organizationId: "partner",
    });
    const echoed = await stack.up({ environment: connected, isVerbose: true, continueOnError: true });
    expect(echoed.output).toContain("ERR_KMS_BAD_REQUEST");
    await keepSealed("of the first run");

    const later = daysLater(340).environment;
    platform.fault({ kind: "answer", made: false, status: 401, body: JSON.stringify({ key: adopt.key, secret }) }, 1, {
      organizationId: "acme",
    });
    const refused = await stack.up({ environment: { ...connected, ...later }, isVerbose: true });
    expect(refused.output).toContain("ERR_KMS_UNAUTHORIZED");
    const renewed = await stack.up({ environment: { ...connected, ...later }, isVerbose: true });
    expect(stepsOf(succeeded(renewed))).toContain("replace WebhookSigningKey orders");
    await keepSealed("of the renewal");

    succeeded(await stack.refresh({ environment: { ...connected, ...later } }));
    succeeded(await stack.destroy({ environment: { ...connected, ...later } }));
  });

  const REFUSED: readonly (readonly [string, string, readonly RunOptions["format"][]])[] = [
    [
      "a client secret",
      `new WebhookOAuthCredential("orders", { organizationId: "acme", clientId: "client",
         clientSecret: { value: given.clientSecret }, clientSecert: given.clientSecret });`,
      [undefined, "json"],
    ],
    [
      "a key to adopt",
      `new WebhookSigningKey("orders", { organizationId: "acme", adopt: { ...given.key, expirationDate: "soon" }, adpot: given.key.key });`,
      ["diff", undefined],
    ],
    [
      "a key to verify with",
      `new WebhookVerificationKeys("receiver", { current: { ...given.key, expirationDate: 1 }, curent: given.key.key });`,
      ["json", "diff"],
    ],
  ];

  test.each(REFUSED)("isn't repeated if the inputs are refused: %s", async (_, mistaken, [previewed, done]) => {
    const key = { keyId: randomUUID(), key: randomBytes(32).toString("base64") };
    const given = JSON.stringify({ key, clientSecret: CLIENT_SECRET });
    const { stack, platform, keepSecret } = await start({
      program: `const given = JSON.parse(process.env.GIVEN);\n${mistaken}`,
      environment: { GIVEN: given },
    });
    keepSecret("keyId", key.keyId, "random");
    keepSecret("key", key.key, "random");
    for (const run of [
      await stack.preview({ ...(previewed !== undefined && { format: previewed }) }),
      await stack.up({ ...(done !== undefined && { format: done }) }),
    ]) {
      expect(run.ok).toBe(false);
      expect(run.output).toMatch(/ERR_INPUT_/);
    }
    expect(platform.journal).toHaveLength(0);
  });
});
