/** Texts of refusals that both shells have: the classes of a Node.js program, and the native plugin. */

/** What is wrong with the environment of a run, if anything. */
export const legacyDiffRefusal = (environment: Readonly<Record<string, string | undefined>>): string | undefined =>
  ["1", "true"].includes((environment.PULUMI_ENABLE_LEGACY_DIFF ?? "").toLowerCase())
    ? "ERR_LEGACY_DIFF: PULUMI_ENABLE_LEGACY_DIFF is set. With it, Pulumi doesn't check whether keys are due, and they " +
      "expire unnoticed. Unset it and run again."
    : undefined;

/** For a key, whose id contains the organization. */
export const IN_ID = "it's a part of the resource's id, which Pulumi shows and stores in plain text";
export const IN_STATE = "it stands in the state and in messages in plain text";

/** @param reason why organizationId can't be secret, as the second half of a sentence */
export const secretOrganizationRefusal = (name: string, reason: string): string =>
  `ERR_INPUT_SECRET: organizationId of "${name}" is a secret value, but ${reason}. ` +
  "Pass it as a plain value: an organization id isn't a credential.";
