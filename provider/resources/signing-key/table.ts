import {
  adoptInput,
  connectionInput,
  ORGANIZATION_DEFAULT,
  routing,
  sharedInputs,
  sharedOutputs,
  SYSTEM_DEFAULT,
} from "../key/table.js";
import { type ResourceTable } from "../table.js";

export const WEBHOOK_SIGNING_KEY = {
  name: "WebhookSigningKey",
  meaning: "The digital signature key that signs notifications: API action `CREATE`.",
  inputs: {
    ...sharedInputs,
    ...routing(SYSTEM_DEFAULT, ORGANIZATION_DEFAULT),
    connection: connectionInput,
    adopt: adoptInput,
  },
  outputs: {
    ...sharedOutputs,
    key: { ...sharedOutputs.key, meaning: "The digital signature key: base64 of 32 bytes." },
  },
} satisfies ResourceTable;
