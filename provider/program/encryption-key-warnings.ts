import * as pulumi from "@pulumi/pulumi";
import { assess } from "../resources/key/expiry.js";
import { DUE_BEFORE_DAYS } from "../resources/encryption-key/table.js";

const ADVICE =
  "No run renews it by itself: issue a new certificate, deliver its private key to receivers, and pass the certificate.";

/** What is wrong with an encryption key, or undefined. Contains no date. */
export const encryptionKeyWarningOf = (
  { expirationDate, submitTimeUtc }: { readonly expirationDate: unknown; readonly submitTimeUtc: unknown },
  now: Date,
): string | undefined => {
  if (typeof expirationDate !== "string") return undefined;
  const issued = typeof submitTimeUtc === "string" ? submitTimeUtc : undefined;
  const { state } = assess({ submitTimeUtc: issued, expirationDate, renewBeforeDays: DUE_BEFORE_DAYS }, now);
  if (state === "valid") return undefined;
  const what = {
    expired: "has expired",
    "in-window": `expires within ${DUE_BEFORE_DAYS} days`,
    unreadable: "has an expirationDate that can't be read",
  }[state];
  return `This encryption key ${what}. ${ADVICE}`;
};

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
