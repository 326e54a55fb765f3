import * as aws from "@pulumi/aws";
import { verificationKeys } from "../verification-keys.js";

const secret = new aws.secretsmanager.Secret("webhook-keys", { name: "webhook-keys" });

// A rotation makes the new version first, then takes the old one away: a reader finds one at any time.
new aws.secretsmanager.SecretVersion("webhook-keys", { secretId: secret.id, secretString: verificationKeys });
