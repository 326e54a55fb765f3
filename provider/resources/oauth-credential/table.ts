import {
  adoptInput,
  connectionInput,
  ORGANIZATION_DEFAULT,
  routing,
  sharedInputs,
  sharedOutputs,
  SYSTEM_DEFAULT,
} from "../key/table.js";
import { input, type ResourceTable } from "../table.js";

export const WEBHOOK_OAUTH_CREDENTIAL = {
  name: "WebhookOAuthCredential",
  meaning: "The OAuth client credentials with which the platform calls your endpoint: API action `STORE`.",
  inputs: {
    organizationId: sharedInputs.organizationId,
    clientId: input({
      type: "string",
      meaning: "Client identifier at your OAuth server (`keyInformation.clientKeyId`).",
      isRequired: true,
      onChange: "replace",
    }),
    clientSecret: input({
      type: "string",
      meaning:
        "The client's secret (`keyInformation.key`). Always treated as secret, even if passed as a plain string.",
      isRequired: true,
      isSecret: true,
      onChange: "replace",
    }),
    expiryDuration: sharedInputs.expiryDuration,
    renewBeforeDays: sharedInputs.renewBeforeDays,
    ...routing(ORGANIZATION_DEFAULT, SYSTEM_DEFAULT),
    connection: connectionInput,
    adopt: adoptInput,
  },
  outputs: {
    ...sharedOutputs,
    key: { ...sharedOutputs.key, meaning: "The stored client secret, as in the service's answer." },
    clientId: { type: "string", meaning: "As sent.", isSecret: false },
    clientSecret: {
      type: "string",
      meaning: "As sent. The input is compared with it to detect a change.",
      isSecret: true,
    },
  },
} satisfies ResourceTable;
