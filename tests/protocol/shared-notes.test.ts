import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { providerText } from "../../provider/seam/provider-text.js";
import { startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { startProvider } from "../support/provider-process.js";
import { newsOf } from "../support/small-subscription.js";

/** Nothing listens there, but processes with the same engine belong to one run. */
const ENGINE = "127.0.0.1:1";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } });
});
afterAll(() => platform.close());

interface Stopping {
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/** A process of each shell, which has created a subscription in the run. */
const shells: Readonly<Record<string, (organizationId: string, folder: string) => Promise<Stopping>>> = {
  native: async (organizationId, folder) => {
    const config = { host: platform.origin, authentication: "none" };
    const plugin = await startPlugin({ config, engineAddress: ENGINE, environment: { TMPDIR: folder } });
    await plugin.create("WebhookSubscription orders", newsOf(organizationId));
    return plugin;
  },
  dynamic: async (organizationId, folder) => {
    const provider = await startProvider({
      text: providerText("webhook-subscription"),
      folder: createScratch("notes"),
      config: { "cybersource-webhooks:host": platform.origin, "cybersource-webhooks:authentication": "none" },
      engineAddress: ENGINE,
      environment: { TMPDIR: folder },
    });
    await provider.create({ ...newsOf(organizationId), __ownName: "own" });
    return provider;
  },
};

test.each(
  Object.keys(shells).flatMap((shell) => ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => [shell, signal] as const)),
)(
  "a process of the %s shell that ends with %s leaves no notes in the folder for temporary files",
  async (shell, signal) => {
    const folder = createScratch("temporary");
    const notes = (): string[] => readdirSync(folder).filter((name) => name.startsWith("cybersource-webhooks-"));
    const process = await shells[shell]?.(`${shell}-${signal}`, folder);
    expect(notes()).toHaveLength(1);
    await process?.stop(signal as NodeJS.Signals);
    expect(notes()).toEqual([]);
  },
);
