import * as pulumi from "@pulumi/pulumi";
import { clearCredentialsRefusal } from "./clear-credentials.js";
import { isConfigSecret } from "./config-secret.js";
import { type SettingSources } from "../connection/settings.js";
import { perRun } from "./per-run.js";
import { reportedOnUse } from "./reported-on-use.js";
import { IN_ID, legacyDiffRefusal, secretOrganizationRefusal } from "../resources/refusals.js";
import { type ResourceTable } from "../resources/table.js";
import { missingInFolder } from "./provider-folder.js";
import { readFilesOfRun } from "./files-of-run.js";

/**
 * Checks that run in the program's process, before a resource is registered. They refuse what would store a secret in plain
 * text, or let a key expire unnoticed.
 */

const refuseLegacyDiff = (): void => {
  const problem = legacyDiffRefusal(process.env);
  if (problem !== undefined) throw new pulumi.RunError(problem);
};

/**
 * The settings of connections, as the program's process sees them. The provider process has the same configuration and
 * environment.
 */
export const programSettings = (): SettingSources => ({
  stackConfig: (key) => pulumi.runtime.getConfig(key),
  keys: () => Object.keys(pulumi.runtime.allConfig()),
  environment: process.env,
});

const refuseClearCredentials = (): void => {
  const refusal = clearCredentialsRefusal(
    {
      keys: Object.keys(pulumi.runtime.allConfig()),
      get: (key) => pulumi.runtime.getConfig(key),
      isSecret: isConfigSecret,
    },
    readFilesOfRun,
  );
  if (refusal !== undefined) throw new pulumi.RunError(refusal);
};

/** If this succeeds, it isn't repeated in the same run. */
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
    "With it, Pulumi removes the old key from the state first. If the request for the new key then fails, the state has no " +
    "key, and every further run requests another one. Remove the option: the old key then stays in the state until the new " +
    "one exists, and nothing is deleted at the service.",
  key: "The API can't read a key. Remove the option, and use the input `adopt` to bring in an existing key (docs/adoption.md).",
  certificate:
    "The API can't read a key. Remove the option: `pulumi up` then stores the certificate again (docs/encryption.md).",
  subscription:
    "Remove the option, and use the input `adopt` with the `webhookId` of an existing subscription (docs/subscriptions.md).",
  keys: "It holds only the keys that the program passes, so there is nothing to import. Remove the option, and pass the key as `current`.",
} as const;

/** The advice about `import` and `id`. */
const importAdviceOf = ({ inputs, outputs }: ResourceTable): keyof typeof OPTION_ADVICE => {
  if ("webhookId" in outputs) return "subscription";
  if (!("keyId" in outputs)) return "keys";
  return "adopt" in inputs ? "key" : "certificate";
};

/**
 * Refuses options that would lead to unwanted requests, or to an obscure error from Pulumi.
 *
 * @throws RunError with ERR_OPTION_REFUSED
 */
export const refuseOptions = (
  table: ResourceTable,
  name: string,
  options: pulumi.CustomResourceOptions | undefined,
): void => {
  const { name: type, outputs } = table;
  const refused = [
    ...("keyId" in outputs && options?.deleteBeforeReplace === true ? (["deleteBeforeReplace"] as const) : []),
    ...(["import", "id"] as const).filter((option) => options?.[option] !== undefined),
  ];
  const [option] = refused;
  if (option === undefined) return;
  const advice = OPTION_ADVICE[option === "deleteBeforeReplace" ? option : importAdviceOf(table)];
  throw new pulumi.RunError(`ERR_OPTION_REFUSED: the ${type} "${name}" has the option \`${option}\`. ${advice}`);
};

/** Returns the value unless it's secret. Whether it is can be known only later, so the returned output rejects then. */
const refuseSecret = (value: unknown, message: string): pulumi.Output<unknown> => {
  const output = pulumi.output(value);
  return reportedOnUse(
    pulumi.output(
      pulumi.isSecret(output).then((isSecret) => {
        if (!isSecret) return output;
        throw new pulumi.RunError(message);
      }),
    ),
  );
};

/**
 * Refuses a secret organizationId: messages name it, and Pulumi never encrypts ids.
 *
 * @param reason why it can't be secret, as the second half of a sentence
 */
export const refuseSecretOrganization = (
  name: string,
  args: { readonly organizationId?: pulumi.Input<string> },
  reason = IN_ID,
): object => {
  const { organizationId } = args;
  if (organizationId === undefined || typeof organizationId === "string") return args;
  return { ...args, organizationId: refuseSecret(organizationId, secretOrganizationRefusal(name, reason)) };
};

const SECRET_TRIGGER =
  "ERR_TRIGGER_SECRET: replacementTrigger is a secret value, and Pulumi ignores changes of those. Use a value that isn't " +
  "secret, such as the `id` of another resource.";

/**
 * Adds `additionalSecretOutputs` to the options of a resource, and refuses a secret replacement trigger: Pulumi ignores
 * changes of one, so the key would silently not be replaced.
 */
export const secureOptions = (
  options: pulumi.CustomResourceOptions | undefined,
  additionalSecretOutputs: string[],
): pulumi.CustomResourceOptions => {
  const secured = pulumi.mergeOptions(options, { additionalSecretOutputs });
  if (secured.replacementTrigger === undefined) return secured;
  return { ...secured, replacementTrigger: refuseSecret(secured.replacementTrigger, SECRET_TRIGGER) };
};
