import * as azure from "@pulumi/azure";
import * as pulumi from "@pulumi/pulumi";
import { verificationKeys } from "../verification-keys.js";

const keyVaultId = new pulumi.Config().require("keyVaultId");

// A rotation creates a new version of the secret. Receivers read the latest version.
new azure.keyvault.Secret("webhook-keys", {
  name: "webhook-keys",
  keyVaultId,
  value: verificationKeys,
  contentType: "application/json",
});
