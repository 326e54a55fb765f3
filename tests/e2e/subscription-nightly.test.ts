import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { requestVectors } from "../unit/auth/vectors.js";
import { NIGHTLY, type Run, type RunOptions } from "./support/engine.js";
import { GONE, startGoneHosts } from "./support/gone-hosts.js";
import { type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const { merchantId, keyId, sharedSecretBase64: secret } = requestVectors.inputs;
const WRONG_SECRET = Buffer.from("a secret that was revoked yesterday").toString("base64");

/** The CLI takes a while for so many runs on a busy machine. */
const TIMEOUT_MS = 600_000;

const NAMES = ["approved", "blocked", "gateway", "unauthorized", "unavailable"] as const;

const GONE_NAMES = Object.keys(GONE);

const PROGRAM = `
const signingKey = new WebhookSigningKey("approved", { organizationId: "approved", renewBeforeDays: 30 });
new WebhookSigningKey("last", { organizationId: "last", renewBeforeDays: 30 });
for (const name of ${JSON.stringify(NAMES)}) {
  new WebhookSubscription(name, {
    organizationId: name,
    webhookUrl: "https://hooks.example.com/" + name,
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    ...(name === "approved" && { signingKey }),
  });
}
for (const name of ${JSON.stringify(GONE_NAMES)}) {
  new WebhookSubscription(name, {
    organizationId: name,
    webhookUrl: "https://hooks.example.com/" + name,
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    connection: name,
  });
}
`;

const statuses = ({ platform }: Scenario): Record<string, string> =>
  Object.fromEntries(platform.subscriptions().map(({ organizationId, status }) => [organizationId, status]));

/** The codes of the errors with which the last refresh failed to read, by subscription. */
const readErrors = async ({ resources }: Scenario): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(await resources())
      .filter(([label]) => label.startsWith("WebhookSubscription "))
      .map(([label, { outputs = {} }]) => [label.replace("WebhookSubscription ", ""), outputs["readError"]]),
  );

const GONE_READ = Object.fromEntries(GONE_NAMES.map((name) => [name, undefined]));
const ALL_REFUSED = {
  ...Object.fromEntries(NAMES.map((name) => [name, "ERR_SUBSCRIPTION_UNAUTHORIZED"])),
  ...GONE_READ,
};
const ALL_READ = { ...Object.fromEntries(NAMES.map((name) => [name, undefined])), ...GONE_READ };

/** Each host that is gone is named with its cause, and what to do. */
const expectToldOfGone = ({ output }: Run): void => {
  for (const [name, cause] of Object.entries(GONE)) {
    const told = new RegExp(`ERR_SUBSCRIPTION_UNREACHABLE: [^\\n]* of ${name} at [^\\n]*`).exec(output)?.[0];
    expect(told).toMatch(cause);
    expect(told).toContain("so nothing was sent");
  }
};

/** The ids of the subscriptions at hosts that may be gone. */
const idsOfGone = async ({ resources }: Scenario): Promise<Record<string, unknown>> => {
  const held = await resources();
  return Object.fromEntries(GONE_NAMES.map((name) => [name, [held[`WebhookSubscription ${name}`]?.id]]));
};

/** With shorter pauses between retries. */
const hurried = ({ environment = {} }: RunOptions): RunOptions => {
  const preload = join(__dirname, "../support/hurry.js");
  return { environment: { ...environment, NODE_OPTIONS: `${environment["NODE_OPTIONS"] ?? ""} --require=${preload}` } };
};

onEveryShell("the nightly command", (start) => {
  let stopHosts = async (): Promise<void> => {};
  afterEach(() => stopHosts());
  test(
    "renews due keys and activates what was approved while some subscriptions can't be read and some hosts are gone, and " +
      "uses the program's configuration, unlike refresh and destroy without --run-program",
    async () => {
      const gone = await startGoneHosts({ subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } });
      stopHosts = () => gone.close();
      const scenario = await start({
        program: PROGRAM,
        isConnected: false,
        environment: gone.environment,
        config: {
          ...gone.config,
          "cybersource-webhooks:merchantId": { value: merchantId },
          "cybersource-webhooks:merchantKeyId": { value: keyId },
          "cybersource-webhooks:merchantSecretKey": { value: secret, secret: true },
        },
        platform: {
          authentication: "required",
          merchants: [{ merchantId, keyId, secret }],
          subscriptions: { firstStatus: "PENDING_REVIEW", review: "by-hand", signingKeyRequired: false },
        },
      });
      const { stack, platform, daysLater, keepSecret } = scenario;
      await stack.setConfig("cybersource-webhooks:host", { value: platform.origin });
      succeeded(await stack.up());
      const ids = Object.fromEntries(
        platform.subscriptions().map(({ organizationId, webhookId }) => [organizationId, webhookId]),
      );
      expect(statuses(scenario)).toEqual(Object.fromEntries(NAMES.map((name) => [name, "PENDING_REVIEW"])));
      const goneIds = gone.ids();
      expect(await idsOfGone(scenario)).toEqual(goneIds);

      platform.review(ids["approved"] ?? "", "approve");
      platform.review(ids["blocked"] ?? "", "reject");
      const refuse = (organizationId: string, status: number, body = "{}"): void =>
        platform.fault({ kind: "answer", made: false, status, body, headers: { "retry-after": "0" } }, "always", {
          organizationId,
          action: "READ_SUBSCRIPTION",
        });
      refuse("unauthorized", 401);
      refuse("unavailable", 503);
      refuse("gateway", 404, '{"message":"no Route matched"}');
      const before = platform.journal.length;
      await gone.takeAway(scenario);
      const night = await stack.up({ ...NIGHTLY, ...hurried(daysLater(340)) });
      expect(night.ok).toBe(false);
      for (const code of ["UNAUTHORIZED", "UNAVAILABLE", "NOT_FOUND"]) {
        expect(night.output).toContain(`ERR_SUBSCRIPTION_${code}: `);
      }
      expect(night.output).toContain("`pulumi up --refresh --run-program --continue-on-error`");
      expect(night.output).toContain("This subscription is BLOCKED: the platform rejected one of its URLs");
      // The platform signs with the new key by itself: its subscription is only activated. The old key leaves the state in a
      // run that succeeds.
      expect(stepsOf(night).filter((step) => !step.startsWith("delete-replaced "))).toEqual([
        "create-replacement WebhookSigningKey approved",
        "create-replacement WebhookSigningKey last",
        "failed update WebhookSubscription gateway",
        "failed update WebhookSubscription nameless",
        "failed update WebhookSubscription refusing",
        "failed update WebhookSubscription unauthorized",
        "failed update WebhookSubscription unavailable",
        "failed update WebhookSubscription untrusted",
        "replace WebhookSigningKey approved",
        "replace WebhookSigningKey last",
        "update WebhookSubscription approved",
      ]);
      expect(statuses(scenario)).toMatchObject({
        approved: "ACTIVE",
        blocked: "BLOCKED",
        unauthorized: "PENDING_REVIEW",
      });
      const sent = platform.journal.slice(before).map(({ action = "" }) => action);
      expect(sent.filter((action) => /^(CREATE|CHANGE|SET|DELETE)/.test(action)).sort()).toEqual([
        "CREATE",
        "CREATE",
        "SET_STATUS",
      ]);

      // Nothing was forgotten, nothing deleted.
      expectToldOfGone(night);
      expect(await idsOfGone(scenario)).toEqual(goneIds);
      await gone.bringBack(scenario);
      expect(gone.ids()).toEqual(goneIds);
      platform.clearFaults();
      expect(
        platform
          .subscriptions()
          .map(({ webhookId }) => webhookId)
          .sort(),
      ).toEqual(Object.values(ids).sort());

      // The configuration of the program, which `refresh` and `destroy` don't use.
      keepSecret("wrongSecret", WRONG_SECRET);
      const setSecret = (value: string): Promise<void> =>
        stack.setConfig("cybersource-webhooks:merchantSecretKey", { value, secret: true });
      await setSecret(WRONG_SECRET);
      const later = daysLater(341);
      succeeded(await stack.refresh(later));
      expect(await readErrors(scenario)).toEqual(ALL_READ);
      succeeded(await stack.refresh({ ...later, runProgram: true }));
      expect(await readErrors(scenario)).toEqual(ALL_REFUSED);

      // Now the state has the credential that doesn't work, and the stack the one that does.
      await setSecret(secret);
      const refused = succeeded(await stack.refresh(later));
      expect(await readErrors(scenario)).toEqual(ALL_REFUSED);
      expect(refused.output).toContain("without --run-program, both read and delete with the old one.");
      const kept = await stack.destroy(later);
      expect(kept.ok).toBe(false);
      expect(kept.output).toContain("or `pulumi destroy --run-program`");
      expect(platform.subscriptions()).toHaveLength(NAMES.length);

      const next = succeeded(await stack.up({ ...NIGHTLY, ...later }));
      expect(stepsOf(next).filter((step) => !step.startsWith("delete-replaced "))).toEqual([]);
      expect(await readErrors(scenario)).toEqual(ALL_READ);

      // What can't be reached can't be deleted, and stays in the state until it can.
      await gone.takeAway(scenario);
      const left = await stack.destroy({ ...hurried(later), runProgram: true, continueOnError: true });
      expect(left.ok).toBe(false);
      expectToldOfGone(left);
      expect(platform.subscriptions()).toEqual([]);
      expect(Object.keys(await scenario.resources()).sort()).toEqual(
        GONE_NAMES.map((name) => `WebhookSubscription ${name}`).sort(),
      );
      await gone.bringBack(scenario);
      expect(gone.ids()).toEqual(goneIds);
      expect(await idsOfGone(scenario)).toEqual(goneIds);
      succeeded(await stack.destroy({ ...later, runProgram: true }));
      expect(Object.values(gone.ids()).flat()).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
