import { expect, test } from "@jest/globals";
import { type Fault } from "../../local/platform/fault.js";
import { onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

const credential = (organizationId: string): string =>
  `new WebhookOAuthCredential("${organizationId}", { organizationId: "${organizationId}", clientId: "client", clientSecret: process.env.CLIENT_SECRET });`;
/** Short and made of words, as people choose secrets. */
const CLIENT_SECRET = "Kites & <larks> fly!";
const environment = { CLIENT_SECRET };

/** Forms of the secret that a service could echo. */
const ECHOES = {
  "in capitals": CLIENT_SECRET.toUpperCase(),
  "in small letters": CLIENT_SECRET.toLowerCase(),
  "escaped for HTML": CLIENT_SECRET.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
  "cut to its beginning": CLIENT_SECRET.slice(0, 10),
  "cut to its end": CLIENT_SECRET.slice(-11),
};
const echo = JSON.stringify({
  message: `not ${[CLIENT_SECRET, encodeURIComponent(CLIENT_SECRET), ...Object.values(ECHOES)].join(" or ")}`,
  reason: "KITES_LARKS_FLY",
  details: Object.values(ECHOES).map((field) => ({ field, reason: "INVALID_DATA" })),
});

const REFUSALS: readonly (readonly [string, Fault, string])[] = [
  ["400", { kind: "answer", made: false, status: 400, body: echo }, "ERR_KMS_BAD_REQUEST"],
  [
    "401",
    { kind: "answer", made: false, status: 401, body: '{"response":{"rmsg":"Authentication Failed"}}' },
    "ERR_KMS_UNAUTHORIZED",
  ],
  ["404", { kind: "answer", made: false, status: 404, body: "{}" }, "ERR_KMS_NOT_FOUND"],
  ["502", { kind: "answer", made: true, status: 502 }, "ERR_KMS_OUTCOME_UNKNOWN"],
  ["a reset", { kind: "reset", made: true, afterBytes: 10 }, "ERR_KMS_OUTCOME_UNKNOWN"],
  ["HTML", { kind: "answer", made: true, status: 200, body: "<html>" }, "ERR_KMS_BAD_ANSWER"],
  ["no key", { kind: "edit", made: true, omit: ["keyInformation.key"] }, "ERR_KMS_BAD_ANSWER"],
  [
    "status FAILED",
    {
      kind: "edit",
      made: false,
      set: { "keyInformation.status": "FAILED", "keyInformation.message": JSON.parse(echo) as never },
    },
    "ERR_KMS_KEY_FAILED",
  ],
  [
    "errorInformation",
    {
      kind: "edit",
      made: false,
      set: {
        "keyInformation.errorInformation": {
          reason: "INVALID_DATA",
          details: [{ field: "keyInformation.expiryDuration", reason: "INVALID_DATA" }],
        },
      },
    },
    "ERR_KMS_KEY_FAILED",
  ],
];

onEveryEngine("a create that fails", (start) => {
  test("stores nothing and says why, and the next up creates the key", async () => {
    const organizations = REFUSALS.map((_, index) => `org-${index}`);
    const program = organizations.map(credential).join("\n");
    const { stack, platform, resources, keepSecret } = await start({ program, environment });
    keepSecret("clientSecret", CLIENT_SECRET);
    for (const [form, text] of Object.entries(ECHOES)) keepSecret(`clientSecret ${form}`, text);
    keepSecret("clientSecret as a code", "KITES_LARKS");
    for (const [index, [, fault]] of REFUSALS.entries()) {
      platform.fault(fault, 1, { organizationId: `org-${index}` });
    }
    const run = await stack.up({ continueOnError: true });
    expect(run.ok).toBe(false);
    for (const [index, [, , code]] of REFUSALS.entries()) {
      expect(run.output).toMatch(new RegExp(`\\b${code}: [^\\n]*STORE for organization org-${index}\\b`));
    }
    const requested = platform.journal.map(({ organizationId }) => organizationId);
    expect(requested.toSorted()).toEqual(organizations);
    expect(await resources()).toEqual({});

    succeeded(await stack.up());
    expect(Object.keys(await resources()).toSorted()).toEqual(
      organizations.map((organizationId) => `WebhookOAuthCredential ${organizationId}`),
    );
    succeeded(await stack.preview({ expectNoChanges: true }));
  });

  test("stores an issued key that has expired, encrypted, and the next up replaces it", async () => {
    const { stack, platform, resources } = await start({ program: credential("org"), environment });
    platform.grant({ grantSeconds: -60 });
    const run = await stack.up();
    expect(run.ok).toBe(false);
    expect(run.output).toContain("ERR_KEY_EXPIRED");
    const half = (await resources())["WebhookOAuthCredential org"];
    expect(half?.initErrors).toEqual([expect.stringContaining("ERR_KEY_EXPIRED")]);
    expect(half?.outputs?.key).toHaveProperty("ciphertext");

    platform.grant({});
    expect(stepsOf(succeeded(await stack.up()))).toContain("replace WebhookOAuthCredential org");
    succeeded(await stack.preview({ expectNoChanges: true }));
    expect(platform.journal).toHaveLength(2);
  });

  test("stores a key whose date can't be read, passes it on, and fails every run until it's replaced by hand", async () => {
    const { stack, platform, resources } = await start({
      program: `
        const key = new WebhookSigningKey("orders", { organizationId: "org", renewBeforeDays: 30 }, { replacementTrigger: process.env.TRIGGER ?? "before" });
        new WebhookVerificationKeys("orders", { current: key });`,
      environment,
    });
    platform.fault({ kind: "edit", made: true, set: { "keyInformation.expirationDate": "in a year" } }, 1);
    const first = await stack.up();
    const again = await stack.up();
    // A preview only warns: `up` starts with a preview, and stops if that fails.
    const preview = await stack.preview();
    expect([first.ok, again.ok, preview.ok]).toEqual([false, false, true]);
    for (const run of [first, again, preview]) {
      expect(run.output).toMatch(/WebhookSigningKey[^]*orders[^]*ERR_KEY_DATE_UNREADABLE: The service gave this key/);
      expect(run.output).toContain("pulumi up --target-replace URN --target-dependents");
      expect(run.output).not.toContain("in a year");
    }
    succeeded(await stack.refresh());
    const { "WebhookSigningKey orders": key, "WebhookVerificationKeys orders": ring } = await resources();
    expect(key?.outputs?.key).toHaveProperty("ciphertext");
    expect(key?.initErrors ?? []).toEqual([]);
    expect(ring?.outputs?.keys).toHaveProperty("ciphertext");
    expect(platform.journal).toHaveLength(1);

    const replaced = succeeded(await stack.up({ environment: { TRIGGER: "now" } }));
    expect(stepsOf(replaced)).toEqual([
      "create-replacement WebhookSigningKey orders",
      "delete-replaced WebhookSigningKey orders",
      "replace WebhookSigningKey orders",
      "update WebhookVerificationKeys orders",
    ]);
    expect(platform.journal).toHaveLength(2);
    succeeded(await stack.destroy());
  });
});
