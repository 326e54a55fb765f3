import * as pulumi from "@pulumi/pulumi";
import { holdsPrivateKey } from "../resources/encryption-key/certificate.js";
import { reportedOnUse } from "./reported-on-use.js";

const messageOf = (name: string): string =>
  `ERR_INPUT_INVALID: certificate of "${name}" must be a certificate without its private key, but it holds one. It wasn't ` +
  "passed on. Pass the certificate alone. If the private key was stored in plain text, for example in the program, replace it.";

/**
 * Refuses a certificate that holds a private key, before Pulumi's engine sees it. If the value is known only later, the
 * returned input rejects then.
 *
 * @throws RunError with ERR_INPUT_INVALID
 */
export const refusePrivateKey = <Args extends { readonly certificate?: pulumi.Input<string> }>(
  name: string,
  args: Args,
): Args => {
  const { certificate } = args;
  const refuse = (text: unknown): void => {
    if (typeof text === "string" && holdsPrivateKey(text)) throw new pulumi.RunError(messageOf(name));
  };
  if (certificate === undefined || typeof certificate === "string") {
    refuse(certificate);
    return args;
  }
  const checked = reportedOnUse(
    pulumi.output(certificate).apply((text) => {
      refuse(text);
      return text;
    }),
  );
  return { ...args, certificate: checked };
};
