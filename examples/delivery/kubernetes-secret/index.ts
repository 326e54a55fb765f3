import * as kubernetes from "@pulumi/kubernetes";
import { verificationKeys } from "../verification-keys.js";

// Without it Pulumi replaces a Secret whose data change: a mounted file would be gone meanwhile.
const cluster = new kubernetes.Provider("cluster", { enableSecretMutable: true });

// Mount it as a volume, without `subPath`: such files alone are renewed in a running pod, within about a minute.
new kubernetes.core.v1.Secret(
  "webhook-keys",
  { metadata: { name: "webhook-keys" }, stringData: { "keys.json": verificationKeys } },
  { provider: cluster },
);
