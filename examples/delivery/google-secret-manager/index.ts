import * as gcp from "@pulumi/gcp";
import { verificationKeys } from "../verification-keys.js";

const secret = new gcp.secretmanager.Secret("webhook-keys", {
  secretId: "webhook-keys",
  replication: { auto: {} },
});

// A rotation makes the new version first, then takes the old one away. Receivers read `latest`.
new gcp.secretmanager.SecretVersion("webhook-keys", { secret: secret.id, secretData: verificationKeys });
