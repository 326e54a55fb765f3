import * as pulumi from "@pulumi/pulumi";
import { encryptionKeyWarningOf } from "../resources/encryption-key/warning.js";

/** Reports on the resource that its certificate must be replaced. If a preview plans to replace it, its outputs are unknown. */
export const warnOfEncryptionKey = (
  resource: pulumi.Resource & {
    readonly expirationDate: pulumi.Output<string>;
    readonly submitTimeUtc: pulumi.Output<string>;
  },
): void => {
  const { expirationDate, submitTimeUtc } = resource;
  pulumi.output({ expirationDate, submitTimeUtc }).apply(async (key) => {
    const warning = encryptionKeyWarningOf(key, new Date());
    if (warning !== undefined) await pulumi.log.warn(warning, resource);
  });
};
