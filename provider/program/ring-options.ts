import * as pulumi from "@pulumi/pulumi";
import { sdkField } from "./sdk-field.js";
import { failRun } from "./fail-run.js";
import { type CurrentKeyArgs } from "../webhook-verification-keys.js";

/** The end of the Pulumi type of the one kind of key that signs nothing. */
const CREDENTIAL_TYPE = /:WebhookOAuthCredential$/;

/**
 * The key that a program gives.
 *
 * @throws RunError with ERR_INPUT_MISSING where there is none, and ERR_INPUT_INVALID for an OAuth credential
 */
export const requireCurrent = (args: { readonly current: CurrentKeyArgs } | undefined): CurrentKeyArgs => {
  const current: unknown = args?.current;
  if (current === undefined || current === null) {
    throw new pulumi.RunError(
      "ERR_INPUT_MISSING: current is required: the WebhookSigningKey that signs now, or its keyId, key and expirationDate.",
    );
  }
  const type = sdkField(current, "__pulumiType");
  if (typeof type === "string" && CREDENTIAL_TYPE.test(type)) {
    throw new pulumi.RunError(
      "ERR_INPUT_INVALID: current must be a WebhookSigningKey, but a WebhookOAuthCredential came. Its key signs no " +
        "notifications.",
    );
  }
  return current as CurrentKeyArgs;
};

/** What leaves a new key out, whatever the rest of its path. */
const CURRENT = /^(?:\*|current\b)/;

/** True where the options keep every new key out. */
export const ignoresCurrent = ({ ignoreChanges = [] }: pulumi.CustomResourceOptions): boolean =>
  ignoreChanges.some((path) => CURRENT.test(path));

/** Once it is registered: the SDK delivers no message behind one about a resource that was never registered. */
const warnOnRow = (resource: pulumi.Resource, warning: string): void => {
  resource.urn.apply(() => pulumi.log.warn(warning, resource));
};

/**
 * Tells where a new signing key can't be made or can't get in: warns of options, on the first run already, and fails a run
 * that left the keys without the one that signs, once everything else in it is done.
 */
export const tellOfStandstill = (
  ring: pulumi.Resource & { readonly keys: pulumi.Output<readonly { readonly keyId: string }[]> },
  current: CurrentKeyArgs,
  options: pulumi.CustomResourceOptions | undefined,
): void => {
  if (ignoresCurrent(options ?? {})) {
    warnOnRow(
      ring,
      "ignoreChanges keeps new signing keys out of it: after the next rotation receivers refuse every notification. " +
        "Remove `current` and `*` from ignoreChanges.",
    );
  }
  pulumi.all([current.keyId, ring.keys]).apply(async ([keyId, keys]: [unknown, unknown]) => {
    const held = Array.isArray(keys) ? sdkField(keys[0], "keyId") : undefined;
    if (typeof keyId !== "string" || typeof held !== "string" || keyId === held) return;
    await failRun(
      "ERR_VERIFICATION_KEYS_STALE: it doesn't hold the current signing key, because this run didn't update it: receivers " +
        "refuse every notification that is signed with that key. Remove ignoreChanges, or name this resource in " +
        "`--target` too, and run `pulumi up` again.",
      ring,
    );
  });
};
