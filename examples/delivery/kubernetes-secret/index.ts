import * as kubernetes from "@pulumi/kubernetes";
import { verificationKeys } from "../verification-keys.js";

// Without enableSecretMutable, Pulumi replaces a Secret when its data changes, and the mounted file is missing meanwhile.
const cluster = new kubernetes.Provider("cluster", { enableSecretMutable: true });

// Mount it as a volume without `subPath`: Kubernetes updates only such files in a running pod, within about a minute.
new kubernetes.core.v1.Secret(
  "webhook-keys",
  { metadata: { name: "webhook-keys" }, stringData: { "keys.json": verificationKeys } },
  { provider: cluster },
);
