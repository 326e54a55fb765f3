import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { type Fault } from "../../local/platform/fault.js";
import { sealedValues } from "../support/sealed-values.js";
import { requestVectors } from "../unit/auth/vectors.js";
import { PASSPHRASE, type RunOptions } from "./support/engine.js";
import { CLIENT_SECRET, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const { merchantId, keyId, sharedSecretBase64: secret } = requestVectors.inputs;

/** The CLI takes a while for so many runs on a busy machine. */
const TIMEOUT_MS = 600_000;

const PROGRAM = `
const config = new pulumi.Config();
const orders = new WebhookSigningKey("orders", { organizationId: "acme", renewBeforeDays: 30 });
const adopted = new WebhookSigningKey("adopted", { organizationId: "other", adopt: config.requireSecretObject("adopt") });
const credential = new WebhookOAuthCredential("orders", {
  organizationId: "partner", clientId: "client", clientSecret: config.requireSecret("clientSecret"),
});
const receiver = new WebhookVerificationKeys("receiver", { current: orders });
const subscribe = (name) =>
  new WebhookSubscription(name, {
    organizationId: name,
    webhookUrl: config.requireSecret("webhookUrl"),
    healthCheckUrl: pulumi.secret(process.env.HEALTH_URL),
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  });
subscribe("hooked");
subscribe("unmade");
exports.keys = receiver.keys;
exports.joined = pulumi.interpolate\`\${orders.keyId} until \${orders.expirationDate}\`;
`;

/** What isn't secret in the output `applied` of a subscription, which is secret as a whole. */
const APPLIED = new Set([
  ...["scenario-dev-hooked", "scenario-dev-unmade"],
  ...["tokenManagement", "tms.networktoken.updated", "ARITHMETIC"],
]);

/** A secret as people choose them: a short word, with punctuation that each encoding changes. */
const WORD_SECRET = "Kingfisher&'<9>";
/** Words in the queries of the URLs of subscriptions, first and later. */
const [TOKEN, NEXT_TOKEN, HEALTH_TOKEN] = ["Oystercatcher7", "Sandpiper4Plover", "Bluethroat2Wren"] as const;
const urlWith = (token: string): string => `https://hooks.example.com/in?token=${token}`;

const asCode = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z]/g, "_");

/** Forms in which a service could echo a secret in an error. */
const echoesOf = (secret: string): readonly (readonly [string, string])[] => [
  ["plain", secret],
  ["url", encodeURIComponent(secret)],
  ["form", new URLSearchParams({ clientSecret: secret }).toString()],
  ["html", secret.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;")],
  ["json", JSON.stringify({ key: secret })],
  ["base64", Buffer.from(secret).toString("base64")],
  ["hex", Buffer.from(secret).toString("hex")],
  ["upper", secret.toUpperCase()],
  ["lower", secret.toLowerCase()],
  ["cut", secret.slice(0, 9)],
];

/** An answer that echoes a secret: in all forms as messages, and as codes and names of fields. */
const echoing = (secret: string): object => {
  const echoes = echoesOf(secret);
  return {
    details: echoes.map(([form, text]) => ({ field: form, reason: "INVALID_DATA", message: text })),
    message: `The value ${echoes.map(([, text]) => text).join(", ")} is not allowed`,
    reason: asCode(secret),
    response: { rmsg: secret.slice(0, 9), code: secret.toLowerCase(), [secret.slice(0, 10)]: "INVALID_DATA" },
    errorInformation: { reason: secret.slice(0, 10).toUpperCase(), details: [{ field: secret.slice(0, 9) }] },
  };
};

/** A refusal that echoes the URLs of a subscription, whole and their tokens alone. */
const refusalWith = (status: number, ...tokens: readonly string[]): Fault => {
  const texts = tokens.flatMap((token) => [token, urlWith(token), `token=${token}`]);
  const body = { ...echoing(tokens[0] ?? ""), details: texts.map(echoing), errors: texts };
  return { kind: "answer", made: false, status, body: JSON.stringify(body), headers: { "retry-after": "0" } };
};

onEveryShell("a secret", (start) => {
  test(
    "never appears in verbose logs, states, processes or errors, from the first run to destroy",
    async () => {
      const adopt = {
        keyId: randomUUID(),
        key: randomBytes(32).toString("base64"),
        expirationDate: "2099-12-31T23:59:59Z",
      };
      const { stack, platform, daysLater, keepSecret } = await start({
        program: PROGRAM,
        platform: {
          authentication: "required",
          merchants: [{ merchantId, keyId, secret }],
          skewSeconds: 400 * 86_400,
          subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false },
        },
        isConnected: false,
        config: {
          "scenario:clientSecret": { value: WORD_SECRET, secret: true },
          "scenario:webhookUrl": { value: urlWith(TOKEN), secret: true },
          "scenario:adopt": { value: JSON.stringify(adopt), secret: true },
          "cybersource-webhooks:merchantId": { value: merchantId },
          "cybersource-webhooks:merchantKeyId": { value: keyId },
          "cybersource-webhooks:merchantSecretKey": { value: secret, secret: true },
        },
      });
      keepSecret("adopted keyId", adopt.keyId, "random");
      keepSecret("adopted key", adopt.key, "random");
      for (const word of [WORD_SECRET, TOKEN, NEXT_TOKEN, HEALTH_TOKEN]) keepSecret(`word ${word}`, word, "word");
      const connected = { CYBERSOURCE_HOST: platform.origin, HEALTH_URL: urlWith(HEALTH_TOKEN) };
      const refuse = (status: number, action: string, organizationId: string): void =>
        platform.fault(refusalWith(status, TOKEN, NEXT_TOKEN, HEALTH_TOKEN), "always", { organizationId, action });
      const keepSealed = async (when: string): Promise<void> => {
        for (const [name, { value, kind }] of Object.entries(
          await sealedValues(await stack.exportState(), PASSPHRASE),
        )) {
          if (!APPLIED.has(value)) keepSecret(`${name} ${when}`, value, kind);
        }
      };

      platform.fault({ kind: "answer", made: false, status: 400, body: JSON.stringify(echoing(WORD_SECRET)) }, 1, {
        organizationId: "partner",
      });
      refuse(400, "CREATE_SUBSCRIPTION", "unmade");
      const echoed = await stack.up({ environment: connected, isVerbose: true, continueOnError: true });
      expect(echoed.output).toContain("ERR_KMS_BAD_REQUEST");
      expect(echoed.output).toContain("ERR_SUBSCRIPTION_BAD_REQUEST");
      await keepSealed("of the first run");

      const later = daysLater(340).environment;
      platform.fault(
        { kind: "answer", made: false, status: 401, body: JSON.stringify({ key: adopt.key, secret }) },
        1,
        {
          organizationId: "acme",
        },
      );
      await stack.setConfig("scenario:webhookUrl", { value: urlWith(NEXT_TOKEN), secret: true });
      refuse(409, "CHANGE_SUBSCRIPTION", "hooked");
      const refused = await stack.up({
        environment: { ...connected, ...later },
        isVerbose: true,
        continueOnError: true,
      });
      expect(refused.output).toContain("ERR_KMS_UNAUTHORIZED");
      expect(refused.output).toContain("ERR_SUBSCRIPTION_REFUSED");
      platform.clearFaults();
      const renewed = await stack.up({ environment: { ...connected, ...later }, isVerbose: true });
      expect(stepsOf(succeeded(renewed))).toEqual(
        expect.arrayContaining([
          "replace WebhookSigningKey orders",
          "create WebhookSubscription unmade",
          "update WebhookSubscription hooked",
        ]),
      );
      await keepSealed("of the renewal");

      refuse(400, "READ_SUBSCRIPTION", "hooked");
      const unread = succeeded(await stack.refresh({ environment: { ...connected, ...later } }));
      expect(unread.output).toContain("ERR_SUBSCRIPTION_BAD_REQUEST");
      refuse(403, "DELETE_SUBSCRIPTION", "hooked");
      const kept = await stack.destroy({ environment: { ...connected, ...later } });
      expect(kept.ok).toBe(false);
      expect(kept.output).toContain("ERR_SUBSCRIPTION_FORBIDDEN");
      platform.clearFaults();
      succeeded(await stack.destroy({ environment: { ...connected, ...later } }));
    },
    TIMEOUT_MS,
  );

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
