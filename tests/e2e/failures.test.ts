import { beforeAll, expect, test } from "@jest/globals";
import { type Fault } from "../../local/platform/fault.js";
import { type ExportedResource, type Run } from "./support/engine.js";
import { nativeShell } from "./support/native.js";
import { type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

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

const ORGANIZATIONS = REFUSALS.map((_, index) => `org-${index}`);
const PROGRAM = `
${[...ORGANIZATIONS, "expired_org"].map(credential).join("\n")}
const options = { replacementTrigger: process.env.TRIGGER ?? "before" };
const undated = new WebhookSigningKey("undated", { organizationId: "undated_org", renewBeforeDays: 30 }, options);
new WebhookVerificationKeys("undated", { current: undated });
`;
const REPLACING_UNDATED = ["create-replacement", "delete-replaced", "replace"].map(
  (op) => `${op} WebhookSigningKey undated`,
);

onEveryShell("a create that fails", (start, engine) => {
  let scenario: Scenario;
  let first: Run;
  let afterFirst: Readonly<Record<string, ExportedResource>>;
  let second: Run;
  let afterSecond: Readonly<Record<string, ExportedResource>>;
  let preview: Run;
  const requestsOf = (organizationId: string): number =>
    scenario.platform.journal.filter((request) => request.organizationId === organizationId).length;

  beforeAll(async () => {
    scenario = await start({ program: PROGRAM, environment, isShared: true });
    const { stack, platform, resources, keepSecret } = scenario;
    keepSecret("clientSecret", CLIENT_SECRET);
    for (const [form, text] of Object.entries(ECHOES)) keepSecret(`clientSecret ${form}`, text);
    keepSecret("clientSecret as a code", "KITES_LARKS");
    for (const [index, [, fault]] of REFUSALS.entries()) {
      platform.fault(fault, 1, { organizationId: `org-${index}` });
    }
    const dated = (expirationDate: string): Fault => ({
      kind: "edit",
      made: true,
      set: { "keyInformation.expirationDate": expirationDate },
    });
    const aMinuteAgo = new Date(Date.now() - 60_000).toISOString();
    platform.fault(dated(`${aMinuteAgo.slice(0, 19)}+0000`), 1, { organizationId: "expired_org" });
    platform.fault(dated("in a year"), 1, { organizationId: "undated_org" });

    first = await stack.up({ continueOnError: true });
    afterFirst = await resources();
    const requested = platform.journal.map(({ organizationId }) => organizationId);
    expect(requested.toSorted()).toEqual(["expired_org", ...ORGANIZATIONS, "undated_org"]);
    second = await stack.up();
    afterSecond = await resources();
    preview = await stack.preview();
  });

  test("stores nothing and says why, and the next up creates the key", () => {
    expect(first.ok).toBe(false);
    for (const [index, [, , code]] of REFUSALS.entries()) {
      expect(first.output).toMatch(new RegExp(`\\b${code}: [^\\n]*STORE for organization org-${index}\\b`));
    }
    const labels = ORGANIZATIONS.map((organizationId) => `WebhookOAuthCredential ${organizationId}`);
    expect(Object.keys(afterFirst)).not.toEqual(expect.arrayContaining([expect.stringContaining("Credential org-")]));
    expect(stepsOf(second)).toEqual(expect.arrayContaining(labels.map((label) => `create ${label}`)));
    expect(Object.keys(afterSecond)).toEqual(expect.arrayContaining(labels));
    expect(ORGANIZATIONS.map(requestsOf)).toEqual(ORGANIZATIONS.map(() => 2));
    expect(stepsOf(preview)).toEqual([]);
  });

  test("stores an issued key that has expired, encrypted, and the next up replaces it", () => {
    expect(first.output).toContain("ERR_KEY_EXPIRED");
    const half = afterFirst["WebhookOAuthCredential expired_org"];
    expect(half?.initErrors).toEqual([expect.stringContaining("ERR_KEY_EXPIRED")]);
    expect(half?.outputs?.key).toHaveProperty("ciphertext");
    expect(stepsOf(second)).toContain("replace WebhookOAuthCredential expired_org");
    expect(afterSecond["WebhookOAuthCredential expired_org"]?.initErrors ?? []).toEqual([]);
    expect(requestsOf("expired_org")).toBe(2);
  });

  test("stores a key whose date can't be read, passes it on, and fails every run until it's replaced by hand", async () => {
    const { stack, resources } = scenario;
    // A preview only warns: `up` starts with a preview, and stops if that fails. The native plugin can't fail a run.
    expect([first.ok, second.ok, preview.ok]).toEqual([false, engine === nativeShell, true]);
    for (const run of [first, second, preview]) {
      expect(run.output).toMatch(/WebhookSigningKey[^]*undated[^]*ERR_KEY_DATE_UNREADABLE: The service gave this key/);
      expect(run.output).toContain("pulumi up --target-replace URN --target-dependents");
      expect(run.output).not.toContain("in a year");
    }
    succeeded(await stack.refresh());
    const { "WebhookSigningKey undated": key, "WebhookVerificationKeys undated": ring } = await resources();
    expect(key?.outputs?.key).toHaveProperty("ciphertext");
    expect(key?.initErrors ?? []).toEqual([]);
    expect(ring?.outputs?.keys).toHaveProperty("ciphertext");
    expect(requestsOf("undated_org")).toBe(1);

    const replaced = succeeded(await stack.up({ environment: { TRIGGER: "now" } }));
    expect(stepsOf(replaced)).toEqual([...REPLACING_UNDATED, "update WebhookVerificationKeys undated"]);
    expect(requestsOf("undated_org")).toBe(2);
    succeeded(await stack.destroy());
  });
});
