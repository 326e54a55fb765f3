import { readFile } from "node:fs/promises";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";

const { KEYS_FILE = "/var/run/webhook-keys/keys.json" } = process.env;

/** Made once. It reads the mounted file when a notification names a key that it does not have. */
export const keys = createKeyRing({
  refreshKeys: async () => JSON.parse(await readFile(KEYS_FILE, "utf8")) as VerificationKey[],
});
