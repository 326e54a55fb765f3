import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";

const { GOOGLE_CLOUD_PROJECT = "my-project" } = process.env;
const client = new SecretManagerServiceClient();

/** Create it once. It reads the secret again when a notification was signed with a key that it doesn't have. */
export const keys = createKeyRing({
  refreshKeys: async () => {
    const name = `projects/${GOOGLE_CLOUD_PROJECT}/secrets/webhook-keys/versions/latest`;
    const [version] = await client.accessSecretVersion({ name });
    return JSON.parse(String(version.payload?.data ?? "")) as VerificationKey[];
  },
});
