import { runPulumi } from "../run-pulumi.js";
import { about } from "../status/about.js";
import { decodeDeployment, type PackageResource } from "../status/deployment.js";

/** The resources of a stack that commands compare with the platform. No secret of them is decrypted. */
export interface StackResources {
  readonly stack: string;
  readonly subscriptions: readonly PackageResource[];
  readonly encryptionKeys: readonly PackageResource[];
}

/** Reads them through the Pulumi CLI; undefined if there is no stack. */
export const readStackResources = async (
  stack: string | undefined,
  cwd: string | undefined,
): Promise<StackResources | undefined> => {
  if (stack === undefined) return undefined;
  const text = await runPulumi(["stack", "export", "--stack", stack], cwd);
  const { subscriptions, encryptionKeys } = await about(`the stack ${stack}`, () => decodeDeployment(text));
  return { stack, subscriptions, encryptionKeys };
};

/** Whether a resource belongs to this organization at this host. */
export const isOfPlace = ({ outputs }: PackageResource, organizationId: string, host: string): boolean =>
  outputs?.["organizationId"] === organizationId && outputs["host"] === host;
