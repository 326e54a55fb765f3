import { expect, test } from "@jest/globals";
import { stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";
import { subscription } from "./support/subscription-program.js";

/** The CLI takes a while for so many runs on a busy machine. */
const TIMEOUT_MS = 600_000;

const LABEL = "WebhookSubscription orders";
/** Almost as long as a request to the local platform may be. */
const EVENTS = 1_100;
const PROGRAM = `
const eventTypes = Array.from({ length: ${EVENTS} }, (_, index) => "tms.networktoken.updated.of.a.token.of.group." + index);
${subscription("orders", { inputs: 'products: [{ productId: "tokenManagement", eventTypes }], name: "orders", description: "all",' })}
`;

onEveryShell("a subscription that is larger than an error may be", (start) => {
  test(
    "gets into the state although its create fails after it was created, and the next run finishes it",
    async () => {
      const { platform, stack, resources } = await start({
        program: PROGRAM,
        platform: {
          subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false, unavailableProducts: "accepted" },
        },
      });
      platform.fault({ kind: "answer", made: false, status: 403, body: "{}" }, 1, { action: "SET_STATUS" });
      const failed = await stack.up();
      expect(failed.ok).toBe(false);
      const held = platform.subscriptions("orders");
      expect(held).toMatchObject([{ status: "INACTIVE" }]);
      const webhookId = held[0]?.webhookId ?? "";
      expect(failed.output).toContain(
        `The subscription ${webhookId} was created and is in the state; the next \`pulumi up\` finishes it.`,
      );
      expect((await resources())[LABEL]?.id).toBe(webhookId);

      const before = platform.journal.length;
      expect(stepsOf(succeeded(await stack.up()))).toEqual([`update ${LABEL}`]);
      const { id, outputs = {} } = (await resources())[LABEL] ?? {};
      expect(id).toBe(webhookId);
      expect(outputs).toMatchObject({ status: "ACTIVE", name: "orders", description: "all" });
      expect(JSON.stringify(outputs["products"]).match(/of\.group/g)).toHaveLength(EVENTS);
      const sent = platform.journal.slice(before).map(({ action = "" }) => action);
      expect(sent.filter((action) => !action.startsWith("READ"))).toEqual(["SET_STATUS"]);
      succeeded(await stack.preview({ expectNoChanges: true }));
    },
    TIMEOUT_MS,
  );
});
