import { expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { NIGHTLY } from "./support/engine.js";
import { nativeShell } from "./support/native.js";
import { CLIENT_SECRET, type Scenario, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";
import { subscription, type SubscriptionText } from "./support/subscription-program.js";

/** The CLI takes a while for so many runs on a busy machine. */
const TIMEOUT_MS = 600_000;

const triggered = (trigger: string): SubscriptionText => ({ options: `replacementTrigger: "${trigger}"` });

/** A subscription that names the OAuth credential with which the platform fetches its token. */
const PINNED = `
const credential = new WebhookOAuthCredential("pinned", {
  organizationId: "pinned", clientId: "client", clientSecret: process.env.CLIENT_SECRET,
});
${subscription("pinned", {
  inputs: `securityPolicy: {
    securityType: "oAuth",
    config: {
      oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer",
      additionalConfig: { keyId: credential.keyId },
    },
  },`,
})}`;
const withSecret = (secret: string) => ({ environment: { CLIENT_SECRET: secret } });
const [FIRST, ROTATED] = [withSecret(CLIENT_SECRET), withSecret(`${CLIENT_SECRET}-2`)];

const BEFORE =
  PINNED +
  subscription("triggered", triggered("one")) +
  ["tainted", "moved", "connected", "renamed", "lost"].map((name) => subscription(name)).join("") +
  subscription("far", { inputs: 'connection: "far",' });

/** The same, but for two names: `renamed` is called otherwise, and `lost` is adopted. */
const renamedAnd = (options: SubscriptionText, rest: string): string =>
  subscription("otherwise", { organizationId: "renamed", ...options }) + rest;

const RIVALS = subscription("one", { organizationId: "acme" }) + subscription("two", { organizationId: "acme" });
const SECRET = subscription("secret").replace('"secret",\n', 'pulumi.secret("secret"),\n');

const platform = { subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } } as const;
const connectionTo = (name: string, { origin }: Platform) => ({
  [`cybersource-webhooks:connections.${name}.host`]: { value: origin, path: true },
  [`cybersource-webhooks:connections.${name}.authentication`]: { value: "none", path: true },
});

/**
 * The ids of the subscriptions in the state, by name. Each of them must be the only one of its organization at the
 * service.
 *
 * @param places those whose organization isn't their name, or that are at another service
 */
const idsOf = async (
  { resources, platform: service }: Scenario,
  places: Readonly<Record<string, { readonly organizationId?: string; readonly service?: Platform }>> = {},
): Promise<Record<string, string>> => {
  const ids: Record<string, string> = {};
  for (const [label, { id }] of Object.entries(await resources())) {
    if (!label.startsWith("WebhookSubscription ")) continue;
    const name = label.replace("WebhookSubscription ", "");
    const { organizationId = name, service: at = service } = places[name] ?? {};
    expect([name, at.subscriptions(organizationId).map(({ webhookId }) => webhookId)]).toEqual([name, [id]]);
    ids[name] = id ?? "";
  }
  return ids;
};

/** Marks one subscription to be replaced, as `pulumi state taint` does, and forgets another one. */
const taintAndForget = async ({ stack }: Scenario, tainted: string, forgotten: string): Promise<void> => {
  const isNamed = (urn: string, name: string): boolean => urn.endsWith(`:WebhookSubscription::${name}`);
  const { deployment, ...state } = await stack.exportState();
  const resources = deployment.resources
    ?.filter(({ urn }) => !isNamed(urn, forgotten))
    .map((resource) => (isNamed(resource.urn, tainted) ? { ...resource, taint: true } : resource));
  const imported = { ...deployment, resources, features: ["taint"] };
  await stack.importState({ ...state, version: 4, deployment: imported as typeof deployment });
};

const urnOf = async ({ resources }: Scenario, name: string): Promise<string> =>
  (await resources())[`WebhookSubscription ${name}`]?.urn ?? "";

onEveryShell("subscriptions", (start, engine) => {
  test(
    "are deleted first when they are replaced by hand, by a move or after an adoption, stay when they are renamed or " +
      "their host is gone, and follow the rotation of a credential; wrong ones are refused",
    async () => {
      const elsewhere = await startPlatform(platform);
      try {
        const scenario = await start({ program: RIVALS, platform });
        const { stack, write, platform: service, keepSecret } = scenario;
        const configure = async (name: string, at: Platform): Promise<void> => {
          for (const [key, value] of Object.entries(connectionTo(name, at))) await stack.setConfig(key, value);
        };
        const pinned = (): unknown => service.subscriptions("pinned")[0]?.securityPolicy;
        const currentKey = () => ({
          config: { additionalConfig: { keyId: service.currentKey("pinned", "oAuthClientCredentials")?.keyId } },
        });
        keepSecret("clientSecret", CLIENT_SECRET);
        keepSecret("rotated clientSecret", ROTATED.environment.CLIENT_SECRET);
        const wrong = await stack.preview();
        expect(wrong.ok).toBe(false);
        const rivals = /ERR_RIVAL_SUBSCRIPTIONS: the subscriptions \\*"(\w+)\\*" and \\*"(\w+)\\*" both ask for/.exec(
          wrong.output,
        );
        const named = rivals?.slice(1) ?? [];
        // Registrations reach a plugin in any order.
        expect(engine === nativeShell ? named.sort() : named).toEqual(["one", "two"]);
        write(SECRET);
        const secret = await stack.preview();
        expect(secret.ok).toBe(false);
        expect(secret.output).toContain(
          "is a secret value, but it stands in the state and in messages in plain text. Pass it as a plain value",
        );
        expect(secret.output).toContain("ERR_INPUT_SECRET: organizationId of ");
        expect(service.journal).toEqual([]);

        write(BEFORE);
        await configure("far", service);
        succeeded(await stack.preview(FIRST));
        expect(service.journal).toEqual([]);
        succeeded(await stack.up(FIRST));
        const before = await idsOf(scenario);
        expect(Object.keys(before)).toHaveLength(8);
        expect(pinned()).toMatchObject(currentKey());

        // The same connection with another host: the old host can't be reached any more, so nothing may be forgotten.
        await configure("far", elsewhere);
        const refused = await stack.up(FIRST);
        expect(refused.ok).toBe(false);
        expect(stepsOf(refused)).toEqual(["failed delete-replaced WebhookSubscription far"]);
        expect(refused.output).toContain("ERR_HOST_DIFFERS");
        expect(succeeded(await stack.refresh({ ...FIRST, runProgram: true })).output).toContain("ERR_HOST_DIFFERS");
        expect(await idsOf(scenario)).toEqual(before);
        expect(elsewhere.journal).toEqual([]);
        await configure("far", service);

        // The nightly command goes on after the refusal, and must not delete what the program no longer has.
        const rest = BEFORE.replace(subscription("renamed"), "");
        write(renamedAnd({}, rest));
        const renamed = await stack.up({ ...FIRST, ...NIGHTLY });
        expect(renamed.ok).toBe(false);
        expect(stepsOf(renamed)).toEqual(["failed create WebhookSubscription otherwise"]);
        expect(renamed.output).toContain("ERR_SUBSCRIPTION_EXISTS");
        expect(renamed.output).toContain("give it the option `aliases` instead");
        expect(await idsOf(scenario)).toEqual(before);

        await taintAndForget(scenario, "tainted", "lost");
        await configure("moved", elsewhere);
        const alias = { options: 'aliases: [{ name: "renamed" }]' };
        const adopting = (trigger: string): string =>
          subscription("adopted", {
            organizationId: "lost",
            inputs: `adopt: "${before["lost"]}",`,
            ...triggered(trigger),
          });
        const after = (adopted: string): string =>
          renamedAnd(alias, rest)
            .replace(subscription("triggered", triggered("one")), subscription("triggered", triggered("two")))
            .replace(subscription("moved"), subscription("moved", { organizationId: "other" }))
            .replace(subscription("connected"), subscription("connected", { inputs: 'connection: "moved",' }))
            .replace(subscription("lost"), adopting(adopted));
        write(after("one"));
        const sent = service.journal.length;
        expect(stepsOf(succeeded(await stack.preview(ROTATED)))).toContain("update WebhookSubscription pinned");
        expect(service.journal).toHaveLength(sent);
        const run = succeeded(await stack.up(ROTATED));

        const places = {
          otherwise: { organizationId: "renamed" },
          adopted: { organizationId: "lost" },
          moved: { organizationId: "other" },
          connected: { service: elsewhere },
        };
        const replaced = await idsOf(scenario, places);
        expect(replaced).toEqual({
          pinned: before["pinned"],
          far: before["far"],
          otherwise: before["renamed"],
          adopted: before["lost"],
          ...Object.fromEntries(
            ["triggered", "tainted", "moved", "connected"].map((name) => [name, expect.any(String)]),
          ),
        });
        for (const name of ["triggered", "tainted", "moved", "connected"]) {
          expect(replaced[name]).not.toBe(before[name]);
          const operations = run.steps.filter(({ urn }) => urn.endsWith(`:WebhookSubscription::${name}`));
          expect(operations.map(({ op }) => op).filter((op) => op !== "replace")).toEqual([
            "delete-replaced",
            "create-replacement",
          ]);
        }
        expect([...service.subscriptions("moved"), ...service.subscriptions("connected")]).toEqual([]);
        // The subscription is changed before the old credential is forgotten, and nothing but the policy is sent.
        const ofPinned = run.steps.filter(({ urn }) => urn.endsWith("::pinned"));
        const order = ofPinned.map(({ op }) => op).filter((op) => ["update", "delete-replaced"].includes(op));
        expect(order).toEqual(["update", "delete-replaced"]);
        const requests = service.journal.slice(sent).filter(({ organizationId }) => organizationId === "pinned");
        expect(requests.map(({ action }) => action)).toEqual([
          "STORE",
          "READ_SUBSCRIPTION",
          "CHANGE_SUBSCRIPTION",
          "READ_SUBSCRIPTION",
        ]);
        expect(pinned()).toMatchObject(currentKey());

        succeeded(await stack.up({ ...ROTATED, targetReplace: [await urnOf(scenario, "triggered")] }));
        const targeted = await idsOf(scenario, places);
        expect(targeted).toEqual({ ...replaced, triggered: expect.any(String) });
        expect(targeted["triggered"]).not.toBe(replaced["triggered"]);

        write(after("two"));
        const last = succeeded(await stack.up(ROTATED));
        expect(stepsOf(last)).toEqual([
          "create-replacement WebhookSubscription adopted",
          "delete-replaced WebhookSubscription adopted",
          "replace WebhookSubscription adopted",
        ]);
        const anew = await idsOf(scenario, places);
        expect(anew).toEqual({ ...targeted, adopted: expect.any(String) });
        expect(anew["adopted"]).not.toBe(targeted["adopted"]);
      } finally {
        await elsewhere.close();
      }
    },
    TIMEOUT_MS,
  );
});
