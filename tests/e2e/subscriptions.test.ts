import { expect, test } from "@jest/globals";
import { certificates, MAX_CERTIFICATE_DAYS } from "../support/encryption-vectors.js";
import { type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

/** The CLI takes a while for so many runs on a busy machine. */
const TIMEOUT_MS = 600_000;

const NAMES = ["orders", "edited", "described", "removed", "secret", "turning", "opened"] as const;

/** A URL that is secret at first, and plain later. */
const OPENED_URL = "https://hooks.example.com/opened";
/** A URL that is plain at first, and secret later. */
const TURNING_URL = "https://hooks.example.com/in?token=77e1b0c49fd2a6835c";
const TOKENS = ["2c6fa0b7f1e94a5c8d", "9d41e7c3a05b8f2660"] as const;
/** A URL that is secret, and its successor. */
const [SECRET_URL = "", NEXT_URL = ""] = TOKENS.map((token) => `https://hooks.example.com/in?token=${token}`);

/** A subscription with its key for each name, each of its own organization. `orders` and `removed` stay as they are. */
const program = (description = ""): string => `
const [turning, opened] = ${JSON.stringify([TURNING_URL, OPENED_URL])};
const urls = {
  secret: new pulumi.Config().requireSecret("webhookUrl"),
  turning: process.env.IS_TURNED ? pulumi.secret(turning) : turning,
  opened: process.env.IS_TURNED ? opened : pulumi.secret(opened),
};
for (const name of ${JSON.stringify(NAMES)}) {
  const signingKey = new WebhookSigningKey(name, { organizationId: name, renewBeforeDays: 30 });
  const subscription = new WebhookSubscription(name, {
    organizationId: name,
    webhookUrl: urls[name] ?? "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    signingKey,
    ...(["described", "secret"].includes(name) && { ${description} }),
  }, { protect: name === "secret" });
  exports[name] = subscription.status;
}
const certificate = pulumi.output(process.env.CERTIFICATE);
const encryptionKey = new WebhookEncryptionKey("orders", { organizationId: "encrypted", certificate });
exports.keyId = encryptionKey.keyId;
`;
const withCertificate = (certificate: string) => ({ environment: { CERTIFICATE: certificate } });
const CERTIFICATE = withCertificate(certificates.a);
const SAME_CERTIFICATE = withCertificate(`subject=CN\r\n${certificates.a.replaceAll("\n", "\r\n")}`);
const AFTER = { environment: { CERTIFICATE: certificates.renewedA, IS_TURNED: "1" } };

/** The subscriptions in the state by name, which must be those at the service. */
const idsOf = async ({ platform, resources }: Scenario): Promise<Record<string, string | undefined>> => {
  const found = await resources();
  const held = NAMES.map((name) => [name, platform.subscriptions(name).map(({ webhookId }) => webhookId)] as const);
  const ids = Object.fromEntries(NAMES.map((name) => [name, found[`WebhookSubscription ${name}`]?.id]));
  expect(Object.fromEntries(held)).toEqual(Object.fromEntries(NAMES.map((name) => [name, [ids[name]]])));
  return ids;
};

onEveryShell("subscriptions and encryption keys", (start) => {
  test(
    "are created after their keys, quiet, mended, changed and deleted, and a secret URL stays secret",
    async () => {
      const scenario = await start({
        program: program(),
        config: { "scenario:webhookUrl": { value: SECRET_URL, secret: true } },
        platform: { subscriptions: { firstStatus: "INACTIVE" }, maxCertificateDays: MAX_CERTIFICATE_DAYS },
      });
      const { stack, platform, write, keepSecret } = scenario;
      for (const token of TOKENS) keepSecret(`token ${token.slice(0, 2)}`, token, "random");
      const actionsOf = (organization: string) =>
        platform.journal.filter(({ organizationId }) => organizationId === organization).map(({ action }) => action);
      succeeded(await stack.up(CERTIFICATE));
      for (const name of NAMES) {
        expect(actionsOf(name).slice(0, 3)).toEqual(["CREATE", "LIST_SUBSCRIPTIONS", "CREATE_SUBSCRIPTION"]);
      }
      const ids = await idsOf(scenario);
      const urlOf = (name: string) => platform.subscriptions(name).map(({ webhookUrl }) => webhookUrl);
      expect(urlOf("secret")).toEqual([SECRET_URL]);
      expect(actionsOf("encrypted")).toHaveLength(1);
      expect((await stack.outputs()).keyId).toMatchObject({
        value: platform.currentEncryptionKey("encrypted")?.keyId,
        secret: true,
      });

      // Another text of the same certificate stores nothing.
      const before = platform.journal.length;
      expect(stepsOf(succeeded(await stack.up(SAME_CERTIFICATE)))).toEqual([]);
      expect(platform.journal).toHaveLength(before);

      platform.editSubscription(ids["edited"] ?? "", { webhookUrl: "https://hooks.example.com/by-hand" });
      platform.removeSubscription(ids["removed"] ?? "");
      succeeded(await stack.refresh(CERTIFICATE));
      write(program('description: "all orders"'));
      await stack.setConfig("scenario:webhookUrl", { value: NEXT_URL, secret: true });
      const sent = platform.journal.length;
      const planned = succeeded(await stack.preview({ ...AFTER, format: "diff" }));
      expect(planned.output).toMatch(/\+- ?\S*:WebhookEncryptionKey\b/);
      expect(planned.output).toMatch(/Changing webhookUrl of the subscription \S+ may start a review/);
      expect(succeeded(await stack.preview({ ...AFTER, format: "json" })).output).toContain("webhookUrl");
      expect(platform.journal).toHaveLength(sent);
      expect(stepsOf(succeeded(await stack.up(AFTER)))).toEqual([
        "create WebhookSubscription removed",
        "create-replacement WebhookEncryptionKey orders",
        "delete-replaced WebhookEncryptionKey orders",
        "replace WebhookEncryptionKey orders",
        "update WebhookSubscription described",
        "update WebhookSubscription edited",
        "update WebhookSubscription secret",
      ]);
      const after = await idsOf(scenario);
      expect(after).toEqual({ ...ids, removed: expect.any(String) });
      expect(after["removed"]).not.toBe(ids["removed"]);
      expect([urlOf("edited"), urlOf("secret")]).toEqual([["https://hooks.example.com/in"], [NEXT_URL]]);
      expect(actionsOf("encrypted")).toHaveLength(2);

      // Without a change of the URL, only its secrecy reaches the state.
      expect(JSON.stringify(await stack.exportState())).not.toContain(TURNING_URL);
      expect(urlOf("turning")).toEqual([TURNING_URL]);
      const { inputs = {} } = (await scenario.resources())["WebhookSubscription opened"] ?? {};
      expect(inputs["webhookUrl"]).toBe(OPENED_URL);

      const kept = await stack.destroy(AFTER);
      expect(kept.ok).toBe(false);
      expect(kept.output).toMatch(/:WebhookSubscription::secret\\*" cannot be deleted/);
      expect(platform.subscriptions("secret").map(({ webhookId }) => webhookId)).toEqual([ids["secret"]]);
      const { deployment, ...state } = await stack.exportState();
      const resources = deployment.resources?.map((resource) => ({ ...resource, protect: false }));
      await stack.importState({ ...state, deployment: { ...deployment, resources: resources ?? [] } });
      succeeded(await stack.destroy(AFTER));
      expect(platform.subscriptions()).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
