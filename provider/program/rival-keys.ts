import * as pulumi from "@pulumi/pulumi";
import { createRivalKeys, type Identity } from "../resources/key/rivals.js";
import { hostOfConnection } from "./host-of-connection.js";
import { perRun } from "./per-run.js";
import { reportedOnUse } from "./reported-on-use.js";
import { refuseRun } from "./unless-refused.js";

type IdentityArgs = { readonly [Name in keyof Identity]?: pulumi.Input<string> };

const rivalsOfThisRun = perRun(() => createRivalKeys(hostOfConnection));

/** Records a key, and refuses the run if an earlier key of it has the same identity. */
const refuseRival = (name: string, identity: Identity): void => {
  const problem = rivalsOfThisRun()?.({ owner: {}, name }, identity);
  if (problem !== undefined) refuseRun(problem);
};

/** Whether a value is known now. A program in JavaScript can pass null, which counts as undefined. */
const isPlain = (value: unknown): value is string | null | undefined =>
  value === undefined || value === null || typeof value === "string";

/**
 * Refuses a second signing key with the same organization, provider, tenant and host in one run. If the values are known
 * when the key is constructed, the constructor throws, and no request is sent for either key. If a value is an output, the
 * key isn't registered before the value is known, so no request is sent for the second key, nor for the first one if the value
 * is known without the engine.
 *
 * @returns the inputs to register the key with
 * @throws RunError with ERR_RIVAL_KEYS
 */
export const refuseRivalKey = <Args extends IdentityArgs>(name: string, args: Args): Args => {
  const { organizationId, keyProvider, tenant, connection } = args;
  if (isPlain(organizationId) && isPlain(keyProvider) && isPlain(tenant) && isPlain(connection)) {
    refuseRival(name, { organizationId, keyProvider, tenant, connection });
    return args;
  }
  const checked = reportedOnUse(
    pulumi.output({ organizationId, keyProvider, tenant, connection }).apply((identity) => refuseRival(name, identity)),
  );
  // isSecret settles when `checked` does, also in a preview in which the values stay unknown. It is used for its timing
  // only: whether organizationId is secret doesn't change.
  const isChecked = pulumi.isSecret(checked);
  const delayed = pulumi.output(organizationId).apply((value) => isChecked.then(() => value));
  return { ...args, organizationId: reportedOnUse(delayed) };
};
