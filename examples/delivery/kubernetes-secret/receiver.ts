import { readFile } from "node:fs/promises";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";

const { KEYS_FILE = "/var/run/webhook-keys/keys.json" } = process.env;

/** Create it once. It reads the file again when a notification was signed with a key that it doesn't have. */
export const keys = createKeyRing({
  refreshKeys: async () => JSON.parse(await readFile(KEYS_FILE, "utf8")) as VerificationKey[],
});
