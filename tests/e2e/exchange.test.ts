import { describe, expect, test } from "@jest/globals";
import { startPlatform } from "../../local/platform/server.js";
import { embedded } from "./support/embedded.js";
import { type Engine } from "./support/engine.js";
import { createProgram } from "./support/program.js";
import { isCliThere, realCli } from "./support/real-cli.js";
import { stepsOf, succeeded } from "./support/scenario.js";

const PROGRAM = `
const signingKey = new WebhookSigningKey("orders", { organizationId: "org", renewBeforeDays: 30 });
new WebhookOAuthCredential("orders", { organizationId: "org", clientId: "c", clientSecret: "client-secret-0123456789" });
exports.keyId = signingKey.keyId;
`;

/** Moves a state from one engine to the other without changes, and continues with it there. */
const moveState = async (from: Engine, to: Engine): Promise<void> => {
  const platform = await startPlatform();
  const options = {
    folder: createProgram(PROGRAM),
    config: {
      "cybersource-webhooks:host": { value: platform.origin },
      "cybersource-webhooks:authentication": { value: "none" },
    },
    environment: {},
  };
  const source = await from.createStack(options);
  succeeded(await source.up());
  const target = await to.createStack(options);
  await target.importState(await source.exportState());

  succeeded(await target.preview({ expectNoChanges: true }));
  expect(stepsOf(succeeded(await target.refresh()))).toEqual([]);
  expect(stepsOf(succeeded(await target.up()))).toEqual([]);
  expect((await target.outputs()).keyId).toEqual({
    value: platform.currentKey("org", "sharedSecret")?.keyId,
    secret: true,
  });
  expect(stepsOf(succeeded(await target.destroy()))).toHaveLength(2);
  expect(platform.journal).toHaveLength(2);
  await platform.close();
};

(isCliThere() ? describe : describe.skip)("an exported state", () => {
  test("moves from the embedded engine to the Pulumi CLI", () => moveState(embedded, realCli));
  test("moves from the Pulumi CLI to the embedded engine", () => moveState(realCli, embedded));
});
