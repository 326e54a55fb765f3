import { expect } from "@jest/globals";
import { certificates } from "../support/encryption-vectors.js";
import { type Operation, type Subject } from "./operation.js";

/** What an `up` does: store the first certificate, or another one in its place. */
export type EncryptionKeyOperation = "create" | "replace";

const programWith =
  (certificate: string) =>
  ({ label, organizationId }: Subject): string =>
    `
exports["key-${label}"] = new WebhookEncryptionKey("payments-${label}", {
  organizationId: "${organizationId}",
  certificate: ${JSON.stringify(certificate)},
}).keyId;
`;

const PROGRAMS: Readonly<Record<EncryptionKeyOperation, Pick<Operation, "first" | "program">>> = {
  create: { program: programWith(certificates.a) },
  replace: { first: programWith(certificates.a), program: programWith(certificates.renewedA) },
};

const operationOf = (name: EncryptionKeyOperation): Operation => ({
  ...PROGRAMS[name],

  secretsOf: (made) =>
    Object.fromEntries(
      made.flatMap(({ encryptionKeys }) => encryptionKeys).map(({ keyId }, time) => [`keyId ${time}`, keyId]),
    ),

  expectRecovered: ({ subject: { label }, before, content, made, state, outputs }) => {
    const inState = (state.deployment.resources ?? []).filter(({ type }) => type.endsWith("WebhookEncryptionKey"));
    expect(inState).toHaveLength(1);
    expect(outputs[`key-${label}`]?.value).toBe(content.encryptionKeys.at(-1)?.keyId);
    const keyIds = new Set([before, content, ...made].flatMap((held) => held.encryptionKeys).map(({ keyId }) => keyId));
    expect([1, 2]).toContain(keyIds.size - before.encryptionKeys.length);
  },
});

export const ENCRYPTION_KEY_OPERATIONS: Readonly<Record<EncryptionKeyOperation, Operation>> = {
  create: operationOf("create"),
  replace: operationOf("replace"),
};
