import { createHash } from "node:crypto";
import { expect } from "@jest/globals";
import { z } from "zod";
import { type ExportedState } from "../e2e/support/engine.js";
import { type Operation, type Subject } from "./operation.js";

const programOf = ({ label, organizationId }: Subject): string => `{
const current = new WebhookSigningKey("orders-${label}", { organizationId: "${organizationId}", renewBeforeDays: 30 });
exports["keys-${label}"] = new WebhookVerificationKeys("receiver-${label}", { current }).keys;
}
`;

/** What an `up` does: create the first key, or renew a due one, which also updates the verification keys. */
export type KeyOperation = "create" | "renew";

const heldSchema = z.array(z.object({ keyId: z.string() }));

const signingKeyIds = ({ deployment }: ExportedState): readonly (string | undefined)[] =>
  (deployment.resources ?? []).filter(({ type }) => type.endsWith("WebhookSigningKey")).map(({ id }) => id);

const idOf = (organizationId: string, keyId: string): string =>
  `${organizationId}/${createHash("sha256").update(keyId).digest("hex").slice(0, 16)}`;

const operationOf = (name: KeyOperation): Operation => ({
  ...(name === "renew" && { first: programOf }),
  program: programOf,

  secretsOf: (made) =>
    Object.fromEntries(
      made
        .flatMap(({ keys }) => keys)
        .flatMap(({ keyId, key, expirationDate }, time) => [
          [`keyId ${time}`, keyId],
          [`key ${time}`, key],
          [`expirationDate ${time}`, expirationDate.toISOString().slice(0, 19)],
        ]),
    ),

  expectRecovered: ({ subject: { label, organizationId }, before, content, made, state, outputs }) => {
    const current = content.keys.at(-1)?.keyId ?? "";
    expect(signingKeyIds(state)).toEqual([idOf(organizationId, current)]);
    const held = heldSchema.parse(outputs[`keys-${label}`]?.value).map(({ keyId }) => keyId);
    expect(held).toEqual(name === "create" ? [current] : [current, before.keys.at(-1)?.keyId]);
    const keyIds = new Set([before, content, ...made].flatMap(({ keys }) => keys).map(({ keyId }) => keyId));
    expect([1, 2]).toContain(keyIds.size - before.keys.length);
  },
});

export const KEY_OPERATIONS: Readonly<Record<KeyOperation, Operation>> = {
  create: operationOf("create"),
  renew: operationOf("renew"),
};
