import {
  connectionInput,
  ORGANIZATION_DEFAULT,
  routing,
  sharedInputs,
  sharedOutputs,
  SYSTEM_DEFAULT,
} from "../key/table.js";
import { input, type ResourceTable } from "../table.js";
import { certificateDigestOf } from "./certificate.js";

/** A run warns of a certificate that ends within this time, and `status` shows its key as due. */
export const DUE_BEFORE_DAYS = 30;

const KEY_ID =
  "Identifier of the key, as in the header `kid` of encrypted notifications. Absent if the service's answer has none.";

export const WEBHOOK_ENCRYPTION_KEY = {
  name: "WebhookEncryptionKey",
  meaning:
    "The certificate to whose key the platform encrypts notifications (message-level encryption): API action `STORE`.",
  inputs: {
    organizationId: sharedInputs.organizationId,
    certificate: input({
      type: "string",
      meaning:
        "X.509 certificate of your RSA key of at least 2048 bits, in PEM, without its private key. Another text of the same certificate is no change.",
      isRequired: true,
      onChange: "replace",
      comparedAs: certificateDigestOf,
    }),
    ...routing(SYSTEM_DEFAULT, ORGANIZATION_DEFAULT),
    expiryDuration: input({
      type: "number",
      meaning: "`keyInformation.expiryDuration` of the request, in whole days, at least 1. Sent only if you set it.",
      onChange: "replace",
    }),
    connection: connectionInput,
  },
  outputs: {
    keyId: { type: "string", meaning: KEY_ID, isSecret: true, isOptional: true },
    expirationDate: {
      type: "string",
      meaning:
        "When the key expires: RFC 3339, UTC. The end of the certificate, or an earlier one in the answer; without a date in the answer, that of `expiryDuration`.",
      isSecret: true,
    },
    submitTimeUtc: { type: "string", meaning: "When the certificate was stored: RFC 3339, UTC.", isSecret: true },
    organizationId: sharedOutputs.organizationId,
    certificate: { type: "string", meaning: "As in the input when it was stored.", isSecret: false },
    keyProvider: sharedOutputs.keyProvider,
    tenant: sharedOutputs.tenant,
    expiryDuration: { type: "number", meaning: "As sent; absent if it wasn't.", isSecret: false, isOptional: true },
    host: { type: "string", meaning: "Host that the certificate was stored at.", isSecret: false },
    status: {
      type: "string",
      meaning:
        "Status in the service's answer, in upper case: that of the key, such as `ACTIVE`, or of the request, such as `ACCEPTED`. `UNKNOWN` if it isn't a code.",
      isSecret: false,
    },
    correlationId: {
      type: "string",
      meaning: "`v-c-correlation-id` of the request, for audits.",
      isSecret: false,
    },
  },
} satisfies ResourceTable;
