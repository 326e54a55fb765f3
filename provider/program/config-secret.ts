import * as pulumi from "@pulumi/pulumi";

/**
 * Whether a value of the stack's configuration is secret. For an object: whether any value in it is.
 *
 * @throws RunError with ERR_PULUMI_VERSION
 */
export const isConfigSecret = (key: string): boolean => {
  const { runtime } = pulumi;
  if (!("isConfigSecret" in runtime) || typeof runtime.isConfigSecret !== "function") {
    throw new pulumi.RunError(
      "ERR_PULUMI_VERSION: this version of @pulumi/pulumi can't tell which configuration is secret. Install the latest 3.x.",
    );
  }
  return Reflect.apply(runtime.isConfigSecret, undefined, [key]) === true;
};
