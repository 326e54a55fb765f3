import * as azure from "@pulumi/azure";
import * as pulumi from "@pulumi/pulumi";
import { verificationKeys } from "../verification-keys.js";

const keyVaultId = new pulumi.Config().require("keyVaultId");

// A rotation makes a new version of it. Receivers read it without a version.
new azure.keyvault.Secret("webhook-keys", {
  name: "webhook-keys",
  keyVaultId,
  value: verificationKeys,
  contentType: "application/json",
});
