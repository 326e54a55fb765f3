import { createHash } from "node:crypto";
import { expect } from "@jest/globals";
import { z } from "zod";
import { type ExportedState } from "../e2e/support/engine.js";
import { type LaneKind } from "./lane.js";

const PROGRAM = `
const current = new WebhookSigningKey("orders", { organizationId: "org", renewBeforeDays: 30 });
exports.keys = new WebhookVerificationKeys("receiver", { current }).keys;
`;

/** What an `up` does: create the first key, or renew a due one, which also updates the verification keys. */
export type KeyOperation = "create" | "renew";

const heldSchema = z.array(z.object({ keyId: z.string() }));

const signingKeyIds = ({ deployment }: ExportedState): readonly (string | undefined)[] =>
  (deployment.resources ?? []).filter(({ type }) => type.endsWith("WebhookSigningKey")).map(({ id }) => id);

const idOf = (keyId: string): string => `org/${createHash("sha256").update(keyId).digest("hex").slice(0, 16)}`;

export const KEYS: LaneKind<KeyOperation> = {
  firstProgram: PROGRAM,
  operations: {
    create: { program: PROGRAM, day: 0, isFirst: true },
    renew: { program: PROGRAM, day: 340, isFirst: false },
  },
  flags: [],

  secretsOf: (platform) =>
    Object.fromEntries(
      platform
        .made()
        .flat()
        .flatMap(({ keyId, key, expirationDate }, time) => [
          [`keyId ${time}`, keyId],
          [`key ${time}`, key],
          [`expirationDate ${time}`, expirationDate.toISOString().slice(0, 19)],
        ]),
    ),

  expectRecovered: async (name, { platform, before, state, stack }) => {
    const current = platform.current()?.keyId ?? "";
    expect(signingKeyIds(state)).toEqual([idOf(current)]);
    const held = heldSchema.parse((await stack.outputs()).keys?.value).map(({ keyId }) => keyId);
    expect(held).toEqual(name === "create" ? [current] : [current, before.current()?.keyId]);
    expect([1, 2]).toContain(platform.made().length);
  },

  madeBy: (platform) => platform.made().length,
};
