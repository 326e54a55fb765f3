import * as pulumi from "@pulumi/pulumi";
import { ignoredCurrentWarning } from "../resources/verification-keys/ignored-current.js";
import { sdkField } from "./sdk-field.js";
import { failRun } from "./fail-run.js";
import { type CurrentKeyArgs } from "../webhook-verification-keys.js";

/** Matches the Pulumi type of an OAuth credential. */
const CREDENTIAL_TYPE = /:WebhookOAuthCredential$/;

/**
 * Returns the input `current`.
 *
 * @throws RunError with ERR_INPUT_MISSING if it's missing, and ERR_INPUT_INVALID if it's an OAuth credential
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
      "ERR_INPUT_INVALID: current must be a WebhookSigningKey, but it's a WebhookOAuthCredential, whose key doesn't sign " +
        "notifications.",
    );
  }
  return current as CurrentKeyArgs;
};

/**
 * Logs a warning after the resource is registered: if a message names a resource that is never registered, the SDK drops
 * all later messages.
 */
const warnOnResource = (resource: pulumi.Resource, warning: string): void => {
  resource.urn.apply(() => pulumi.log.warn(warning, resource));
};

/**
 * Reports verification keys that don't follow the signing key: warns of `ignoreChanges`, from the first run on, and fails a
 * run that leaves them without the current signing key, after everything else in the run is done.
 */
export const reportStaleKeys = (
  ring: pulumi.Resource & { readonly keys: pulumi.Output<readonly { readonly keyId: string }[]> },
  current: CurrentKeyArgs,
  options: pulumi.CustomResourceOptions | undefined,
): void => {
  const warning = ignoredCurrentWarning(options?.ignoreChanges ?? []);
  if (warning !== undefined) warnOnResource(ring, warning);
  pulumi.all([current.keyId, ring.keys]).apply(async ([keyId, keys]: [unknown, unknown]) => {
    const storedKeyId = Array.isArray(keys) ? sdkField(keys[0], "keyId") : undefined;
    if (typeof keyId !== "string" || typeof storedKeyId !== "string" || keyId === storedKeyId) return;
    await failRun(
      "ERR_VERIFICATION_KEYS_STALE: this resource doesn't hold the current signing key, because this run didn't update it. " +
        "Receivers refuse every notification that is signed with that key. Run `pulumi up` without targets now. Next time, " +
        "name this resource in `--target` too, or add `--target-dependents`. If the program has `ignoreChanges` on this " +
        "resource, remove it first.",
      ring,
    );
  });
};
