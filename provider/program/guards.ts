import * as pulumi from "@pulumi/pulumi";
import { findClearCredentials } from "./clear-credentials.js";
import { encrypting } from "../connection/setting-advice.js";
import { type SettingSources } from "../connection/settings.js";
import { perRun } from "./per-run.js";
import { type ResourceTable } from "../resources/table.js";
import { missingInFolder } from "./provider-folder.js";
import { readStackFile } from "./stack-file.js";

/**
 * What is refused in the program's process, before anything is registered: what would put a secret in the clear or hide
 * that a key is due.
 */

const isConfigSecret = (key: string): boolean => {
  const { runtime } = pulumi;
  if (!("isConfigSecret" in runtime) || typeof runtime.isConfigSecret !== "function") {
    throw new pulumi.RunError(
      "ERR_PULUMI_VERSION: this version of @pulumi/pulumi does not tell which configuration is secret. Install the latest 3.x.",
    );
  }
  return Reflect.apply(runtime.isConfigSecret, undefined, [key]) === true;
};

const refuseLegacyDiff = (): void => {
  if (["1", "true"].includes((process.env.PULUMI_ENABLE_LEGACY_DIFF ?? "").toLowerCase())) {
    throw new pulumi.RunError(
      "ERR_LEGACY_DIFF: PULUMI_ENABLE_LEGACY_DIFF is set. With it Pulumi does not ask whether a key is due, and keys " +
        "expire unnoticed. Unset it and run again.",
    );
  }
};

/** The settings of connections as this process finds them: the provider's process has the same environment. */
export const programSettings = (): SettingSources => ({
  stackConfig: (key) => pulumi.runtime.getConfig(key),
  keys: () => Object.keys(pulumi.runtime.allConfig()),
  environment: process.env,
});

const refuseClearCredentials = (): void => {
  const clear = findClearCredentials(
    {
      keys: Object.keys(pulumi.runtime.allConfig()),
      get: (key) => pulumi.runtime.getConfig(key),
      isSecret: isConfigSecret,
    },
    () => readStackFile(process.cwd(), pulumi.getStack()),
  );
  if (clear.length === 0) return;
  throw new pulumi.RunError(
    `ERR_CONFIG_NOT_SECRET: a credential stands in the stack's configuration in the clear. Encrypt it, and have it ` +
      `replaced if the file was shared:${clear.map((key) => `\n  ${encrypting(key)}`).join("")}`,
  );
};

/** Configuration that is in order, and the folder, are looked at once a run. */
const refuseClearCredentialsOnce = perRun(() => {
  refuseClearCredentials();
  const warning = missingInFolder(process.cwd(), require.main?.filename);
  if (warning !== undefined) void pulumi.log.warn(warning);
  return true;
});

/** @throws RunError with ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET or ERR_PULUMI_VERSION */
export const refuseUnsafeProgram = (): void => {
  refuseLegacyDiff();
  if (refuseClearCredentialsOnce() === undefined) refuseClearCredentials();
};

const OPTION_ADVICE = {
  deleteBeforeReplace:
    "If the request for the new key fails, the state has no key any more, and every further run requests another one. " +
    "Remove the option: the old key then stays in the state until the new one is made, and nothing is deleted at the service.",
  key: "The API cannot read a key. Remove the option, and bring in a key that exists with the input `adopt`: docs/adoption.md.",
  keys: "It holds what it is given, and there is nothing to read it from. Remove the option, and pass the key as `current`.",
} as const;

/**
 * Refuses the options that lead to requests nobody wants, or that end in an error of Pulumi's own.
 *
 * @throws RunError with ERR_OPTION_REFUSED
 */
export const refuseOptions = (
  { name: type, outputs }: ResourceTable,
  name: string,
  options: pulumi.CustomResourceOptions | undefined,
): void => {
  const isKey = "keyId" in outputs;
  const refused = [
    ...(isKey && options?.deleteBeforeReplace === true ? (["deleteBeforeReplace"] as const) : []),
    ...(["import", "id"] as const).filter((option) => options?.[option] !== undefined),
  ];
  const [option] = refused;
  if (option === undefined) return;
  const advice = OPTION_ADVICE[option === "deleteBeforeReplace" ? option : isKey ? "key" : "keys"];
  throw new pulumi.RunError(`ERR_OPTION_REFUSED: the ${type} "${name}" has the option \`${option}\`. ${advice}`);
};

/** The value, once it is known not to be secret. */
const refuseSecret = (value: unknown, message: string): pulumi.Output<unknown> => {
  const output = pulumi.output(value);
  return pulumi.output(
    pulumi.isSecret(output).then((isSecret) => {
      if (!isSecret) return output;
      throw new pulumi.RunError(message);
    }),
  );
};

/** The inputs, with an organizationId that isn't secret: it is a part of the resource's id, and Pulumi encrypts no id. */
export const refuseSecretOrganization = (
  name: string,
  args: { readonly organizationId?: pulumi.Input<string> },
): object => {
  const { organizationId } = args;
  if (organizationId === undefined || typeof organizationId === "string") return args;
  const message =
    `ERR_INPUT_SECRET: organizationId of "${name}" is a secret value, but it is a part of the resource's id, which Pulumi ` +
    "shows and stores in the clear. Pass it as a plain value: an organization id is no credential.";
  return { ...args, organizationId: refuseSecret(organizationId, message) };
};

const SECRET_TRIGGER =
  "ERR_TRIGGER_SECRET: replacementTrigger is a secret value, which never fires. Trigger on a value that is not secret, " +
  "such as the `id` of another resource.";

/**
 * The options of a resource whose outputs named in `additionalSecretOutputs` are secret. A replacement trigger that is
 * secret is refused: Pulumi never fires one, so that the key would stay without a word.
 */
export const secureOptions = (
  options: pulumi.CustomResourceOptions | undefined,
  additionalSecretOutputs: string[],
): pulumi.CustomResourceOptions => {
  const secured = pulumi.mergeOptions(options, { additionalSecretOutputs });
  if (secured.replacementTrigger === undefined) return secured;
  return { ...secured, replacementTrigger: refuseSecret(secured.replacementTrigger, SECRET_TRIGGER) };
};
