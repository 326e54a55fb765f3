import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openCrypter } from "../../local/engine/state/passphrase.js";
import { startPlatform, type Platform } from "../../local/platform/server.js";
import { providerText } from "../../provider/seam/provider-text.js";
import { PASSPHRASE } from "../e2e/support/engine.js";
import { type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { type Bag } from "../support/provider-client.js";
import { startProvider } from "../support/provider-process.js";
import { atHost, recordedStates } from "../support/recorded-states.js";
import { NO_CHANGE, SECRET_SIGNATURE, SIGNATURE_KEY } from "./wire.js";

// A stack that moves from the npm package to the native plugin: the engine passes what the dynamic resources stored.

const NO_DIFFERENCE = { changes: NO_CHANGE, replaces: [], detailed: {} };
const DYNAMIC_TYPE = /^pulumi-nodejs:dynamic\/cybersource-webhooks:(\w+)$/;

interface RecordedResource {
  readonly type: string;
  readonly urn: string;
  readonly id: string;
  readonly inputs: Bag;
  readonly outputs: Bag;
}

let platform: Platform;
let plugin: PluginProcess;
let local: { readonly host: string; readonly authentication: string };
beforeAll(async () => {
  platform = await startPlatform({ subscriptions: { signingKeyRequired: false } });
  local = { host: platform.origin, authentication: "none" };
  plugin = await startPlugin({ config: local });
});
afterAll(async () => {
  await plugin.stop();
  await platform.close();
});

const withoutText = ({ __provider, ...inputs }: Bag): Bag => {
  expect(__provider).toContain("pulumi-cybersource-webhooks/providers/");
  return inputs;
};

/** Decrypts a state's values, and marks them as the engine does in its protocol. */
const opened = (value: unknown, decrypt: (ciphertext: string) => string): unknown => {
  if (typeof value !== "object" || value === null) return value;
  const ciphertext: unknown = Reflect.get(value, "ciphertext");
  if (typeof ciphertext === "string") {
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: JSON.parse(decrypt(ciphertext)) as unknown };
  }
  if (Array.isArray(value)) return value.map((each) => opened(each, decrypt));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, opened(each, decrypt)]));
};

/** What the Pulumi CLI stored for each version; the embedded engine stores the same. */
const STATES = recordedStates().filter(({ name }) => name.endsWith("/cli"));

test.each(STATES)(
  "the resources in the state of $name stay as they are, and nothing is sent",
  async ({ program, state }) => {
    const { deployment } = atHost(state, new URL(platform.origin).host) as unknown as {
      readonly deployment: {
        readonly secrets_providers: { readonly state: { readonly salt: string } };
        readonly resources: readonly RecordedResource[];
      };
    };
    const { decrypt } = await openCrypter(deployment.secrets_providers.state.salt, PASSPHRASE);
    const before = platform.journal.length;
    const moved: string[] = [];
    for (const { type, urn, id, ...stored } of deployment.resources) {
      const [, kind] = DYNAMIC_TYPE.exec(type) ?? [];
      if (kind === undefined) continue;
      const resource = `${kind} ${urn.slice(urn.lastIndexOf("::") + 2)}`;
      const [inputs, outputs] = [opened(stored.inputs, decrypt) as Bag, opened(stored.outputs, decrypt) as Bag];
      const news = withoutText(inputs);
      const checked = await plugin.check(resource, inputs, news);
      expect(checked.reasons).toEqual([]);
      expect(await plugin.diff(resource, id, outputs, checked.inputs)).toMatchObject(NO_DIFFERENCE);
      moved.push(kind);
      // A refresh of a subscription asks the service for it, which the next test does.
      if (kind === "WebhookSubscription") continue;
      const read = await plugin.read(resource, id, outputs);
      expect(read.id).toBe(id);
      expect(read.outs).toEqual(outputs);
    }
    expect(moved).toHaveLength(program.match(/\bnew Webhook/g)?.length ?? 0);
    expect(platform.journal.length).toBe(before);
  },
);

test("a subscription that the npm package created stays as it is, also after a refresh by the plugin", async () => {
  const resource = "WebhookSubscription orders";
  const news = {
    organizationId: "shop",
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  };
  const provider = await startProvider({
    text: providerText("webhook-subscription"),
    folder: createScratch("moves"),
    config: {
      "cybersource-webhooks:host": local.host,
      "cybersource-webhooks:authentication": local.authentication,
    },
  });
  const { id, outs } = await provider.create({ ...news, __ownName: "shop-dev-orders" });
  await provider.stop();
  const sent = platform.journal.length;
  expect(withoutText(outs)).toMatchObject({ webhookId: id });
  expect((await plugin.check(resource, news, news)).reasons).toEqual([]);
  expect(await plugin.diff(resource, id, outs, news)).toMatchObject(NO_DIFFERENCE);
  expect(platform.journal.length).toBe(sent);
  const read = await plugin.read(resource, id, outs);
  expect(read.outs).toEqual(outs);
  expect(await plugin.diff(resource, id, read.outs, news)).toMatchObject(NO_DIFFERENCE);
  expect(platform.journal.slice(sent).map(({ method }) => method)).toEqual(["GET"]);
});
