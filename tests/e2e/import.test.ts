import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { MAIN } from "../cli/run-cli.js";
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

onEveryEngine("pulumi import --file with what import-file prints", (start, engine) => {
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
});
