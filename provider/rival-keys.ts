import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_CONNECTION } from "./properties.js";

/** Names of the signing keys by organization and connection, for each run of a program: a process may run several. */
const runs = new WeakMap<object, Map<string, string>>();

const keysOfThisRun = (): Map<string, string> => {
  const run = pulumi.runtime.getStackResource() ?? runs;
  const known = runs.get(run) ?? new Map<string, string>();
  runs.set(run, known);
  return known;
};

/**
 * Warns of a second signing key for the same organization and connection: at the service the second overrides the first.
 * The warning names no resource to Pulumi, which would hold it back until that resource is made, and the key with it.
 */
export const warnOfRivalKey = (
  name: string,
  { organizationId, connection }: { organizationId: pulumi.Input<string>; connection?: pulumi.Input<string> },
): void => {
  const keys = keysOfThisRun();
  pulumi.output({ organizationId, ...(connection !== undefined && { connection }) }).apply(async (identity) => {
    const identityText = JSON.stringify([identity.organizationId, identity.connection ?? DEFAULT_CONNECTION]);
    const rival = keys.get(identityText);
    keys.set(identityText, rival ?? name);
    if (rival === undefined) return;
    await pulumi.log.warn(
      `cybersource-webhooks: the signing keys "${rival}" and "${name}" are for the same organization and connection. At ` +
        "the service the later one overrides the other, whose resource then holds a dead key. Keep one of them.",
    );
  });
};
