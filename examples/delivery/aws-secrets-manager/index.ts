import * as aws from "@pulumi/aws";
import { verificationKeys } from "../verification-keys.js";

const secret = new aws.secretsmanager.Secret("webhook-keys", { name: "webhook-keys" });

// A rotation creates the new version before it removes the old one, so receivers always find a version.
new aws.secretsmanager.SecretVersion("webhook-keys", { secretId: secret.id, secretString: verificationKeys });
