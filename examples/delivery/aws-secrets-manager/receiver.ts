import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";

const client = new SecretsManagerClient();

/** Create it once. It reads the secret again when a notification was signed with a key that it doesn't have. */
export const keys = createKeyRing({
  refreshKeys: async () => {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: "webhook-keys" }));
    return JSON.parse(SecretString) as VerificationKey[];
  },
});
