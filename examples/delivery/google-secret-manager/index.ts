import * as gcp from "@pulumi/gcp";
import { verificationKeys } from "../verification-keys.js";

const secret = new gcp.secretmanager.Secret("webhook-keys", {
  secretId: "webhook-keys",
  replication: { auto: {} },
});

// A rotation creates the new version before it removes the old one. Receivers read the version `latest`.
new gcp.secretmanager.SecretVersion("webhook-keys", { secret: secret.id, secretData: verificationKeys });
