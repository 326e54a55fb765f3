import * as pulumi from "@pulumi/pulumi";
import { NAMESPACE, SETTINGS } from "./handlers/settings.js";

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

const SECRET_SETTINGS = Object.entries(SETTINGS)
  .filter(([, { isSecret }]) => isSecret)
  .map(([name]) => name);

const refuseClearCredentials = (): void => {
  const clear = SECRET_SETTINGS.map((name) => `${NAMESPACE}:${name}`).filter(
    (key) => pulumi.runtime.getConfig(key) !== undefined && !isConfigSecret(key),
  );
  const key = `${NAMESPACE}:connections`;
  const connections = pulumi.runtime.getConfig(key);
  if (connections !== undefined && !isConfigSecret(key)) {
    // Only names are looked for: a whole that is not marked secret holds no secret part.
    clear.push(
      ...SECRET_SETTINGS.filter((name) => connections.includes(`"${name}"`)).map((name) => `${key}.NAME.${name}`),
    );
  }
  if (clear.length === 0) return;
  const commands = clear.map(
    (name) => `\n  pulumi config set --secret ${name.includes("NAME") ? "--path " : ""}'${name}'`,
  );
  throw new pulumi.RunError(
    `ERR_CONFIG_NOT_SECRET: a credential stands in the stack's configuration in the clear. Encrypt it, and have it ` +
      `replaced if the file was shared:${commands.join("")}`,
  );
};

/** @throws RunError with ERR_LEGACY_DIFF or ERR_CONFIG_NOT_SECRET */
export const refuseUnsafeProgram = (): void => {
  refuseLegacyDiff();
  refuseClearCredentials();
};

const refuseSecretTrigger = (trigger: unknown): pulumi.Output<unknown> => {
  const output = pulumi.output(trigger);
  return pulumi.output(
    pulumi.isSecret(output).then((isSecret) => {
      if (!isSecret) return output;
      throw new pulumi.RunError(
        "ERR_TRIGGER_SECRET: replacementTrigger is a secret value, which never fires. Trigger on a value that is not " +
          "secret, such as the `id` of another resource.",
      );
    }),
  );
};

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
  return { ...secured, replacementTrigger: refuseSecretTrigger(secured.replacementTrigger) };
};
