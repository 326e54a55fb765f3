import { DefaultAzureCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";

const { KEY_VAULT_URL = "https://my-vault.vault.azure.net" } = process.env;
const client = new SecretClient(KEY_VAULT_URL, new DefaultAzureCredential());

/** Create it once. It reads the secret again when a notification was signed with a key that it doesn't have. */
export const keys = createKeyRing({
  refreshKeys: async () => {
    const { value = "" } = await client.getSecret("webhook-keys");
    return JSON.parse(value) as VerificationKey[];
  },
});
