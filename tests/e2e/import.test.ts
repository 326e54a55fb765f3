import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { MAIN } from "../cli/run-cli.js";
import { readDocument } from "../support/documents.js";
import { findSecrets, textPlace } from "../support/secret-sweep.js";
import { STACK_NAME } from "./support/engine.js";
import { realCli } from "./support/real-cli.js";
import { CLIENT_SECRET, onEveryEngine, stepsOf, succeeded } from "./support/scenario.js";

const ORGANIZATION = "imported_org";
const PROGRAM = `
  const key = new WebhookSigningKey("orders", { organizationId: "${ORGANIZATION}", renewBeforeDays: 30 });
  new WebhookVerificationKeys("orders", { current: key });
  new WebhookOAuthCredential("orders", {
    organizationId: "${ORGANIZATION}",
    clientId: "client",
    clientSecret: new pulumi.Config().requireSecret("clientSecret"),
  });`;

const SUBSCRIPTION = {
  organizationId: ORGANIZATION,
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  notificationScope: "SELF",
  securityPolicy: { securityType: "key" },
};
const ERROR_IN_DOCS =
  /^error: (Preview failed: code must .*)$/m.exec(readDocument("docs/import.md"))?.[1] ??
  "an error that the page doesn't have";

const requestFor = (kind: "CREATE" | "STORE"): string =>
  JSON.stringify({
    clientRequestAction: kind,
    keyInformation: {
      provider: kind === "CREATE" ? "nrtd" : ORGANIZATION,
      tenant: kind === "CREATE" ? ORGANIZATION : "nrtd",
      keyType: kind === "CREATE" ? "sharedSecret" : "oAuthClientCredentials",
      organizationId: ORGANIZATION,
      expiryDuration: "365",
      ...(kind === "STORE" && { clientKeyId: "client", key: CLIENT_SECRET }),
    },
  });

onEveryEngine("pulumi import, also --file with what import-file prints", (start, engine) => {
  // The embedded engine has no `import` of resources.
  (engine === realCli ? test : test.skip)(
    "adopts keys without a request, and the next runs change nothing",
    async () => {
      const { platform, stack, folder, daysLater } = await start({
        program: PROGRAM,
        config: { clientSecret: { value: CLIENT_SECRET, secret: true } },
      });
      for (const kind of ["CREATE", "STORE"] as const) {
        const made = await fetch(platform.url, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: requestFor(kind),
        });
        const commands = [
          `"${process.execPath}" "${MAIN}" import-file --name orders --stack ${STACK_NAME}`,
          `pulumi import --file /dev/stdin --yes --protect=false --generate-code=false --stack ${STACK_NAME}`,
        ];
        const printed = execFileSync("sh", ["-c", `${commands.join(" | ")} 2>&1`], {
          cwd: folder,
          env: stack.upCommand.env,
          input: await made.text(),
          encoding: "utf8",
        });
        expect(findSecrets([textPlace("output of the import", printed)], { CLIENT_SECRET })).toEqual([]);
      }
      const before = platform.journal.length;

      const first = succeeded(await stack.up());
      expect(stepsOf(first)).toEqual(["create WebhookVerificationKeys orders"]);
      succeeded(await stack.refresh());
      succeeded(await stack.preview({ expectNoChanges: true }));
      expect(platform.journal.length).toBe(before);

      const renewal = succeeded(await stack.up(daysLater(340)));
      expect(stepsOf(renewal)).toContain("replace WebhookSigningKey orders");
      expect(stepsOf(renewal)).toContain("update WebhookVerificationKeys orders");
      expect(platform.journal.slice(before).map(({ action }) => action)).toEqual(["CREATE"]);
    },
  );

  (engine === realCli ? test : test.skip)(
    "can't bring in a subscription by its id alone, which changes nothing, and `adopt` can",
    async () => {
      const { platform, stack, folder, write, resources } = await start({
        program: "",
        platform: { subscriptions: { firstStatus: "ACTIVE", signingKeyRequired: false } },
      });
      const made = await fetch(`${platform.origin}/notification-subscriptions/v2/webhooks`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: "by hand", description: "by hand", ...SUBSCRIPTION }),
      });
      const { webhookId } = (await made.json()) as { webhookId: string };
      const type = "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSubscription";
      const imported = spawnSync("pulumi", ["import", "--yes", "--stack", STACK_NAME, type, "orders", webhookId], {
        cwd: folder,
        env: stack.upCommand.env,
        encoding: "utf8",
      });
      expect(imported.status).not.toBe(0);
      expect(imported.stdout + imported.stderr).toContain(ERROR_IN_DOCS);
      expect(await resources()).toEqual({});

      write(`new WebhookSubscription("orders", ${JSON.stringify({ ...SUBSCRIPTION, adopt: webhookId })});`);
      const before = platform.journal.length;
      expect(stepsOf(succeeded(await stack.up()))).toEqual(["create WebhookSubscription orders"]);
      expect((await resources())["WebhookSubscription orders"]?.id).toBe(webhookId);
      succeeded(await stack.preview({ expectNoChanges: true }));
      expect(platform.journal.slice(before).map(({ method }) => method)).toEqual(["GET"]);
    },
  );
});
