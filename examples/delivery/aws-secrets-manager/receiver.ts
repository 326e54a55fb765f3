import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";

const client = new SecretsManagerClient();

/** Made once. It reads the secret when a notification names a key that it does not have. */
export const keys = createKeyRing({
  refreshKeys: async () => {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: "webhook-keys" }));
    return JSON.parse(SecretString) as VerificationKey[];
  },
});
