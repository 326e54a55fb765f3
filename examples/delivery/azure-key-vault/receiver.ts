import { DefaultAzureCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { createKeyRing, type VerificationKey } from "pulumi-cybersource-webhooks/verify";

const { KEY_VAULT_URL = "https://my-vault.vault.azure.net" } = process.env;
const client = new SecretClient(KEY_VAULT_URL, new DefaultAzureCredential());

/** Made once. It reads the secret when a notification names a key that it does not have. */
export const keys = createKeyRing({
  refreshKeys: async () => {
    const { value = "" } = await client.getSecret("webhook-keys");
    return JSON.parse(value) as VerificationKey[];
  },
});
