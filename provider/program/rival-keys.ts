import * as pulumi from "@pulumi/pulumi";
import { createRivalKeys, type Identity } from "../resources/key/rivals.js";
import { hostOfConnection } from "./host-of-connection.js";
import { perRun } from "./per-run.js";
import { reportedOnUse } from "./reported-on-use.js";

type IdentityArgs = { readonly [Name in keyof Identity]?: pulumi.Input<string> };

const rivalsOfThisRun = perRun(() => createRivalKeys(hostOfConnection));

/** Records a key. Returns the error if an earlier key of this run has the same identity. */
const rivalErrorOf = (name: string, identity: Identity): pulumi.RunError | undefined => {
  const problem = rivalsOfThisRun()?.({ owner: {}, name }, identity);
  return problem === undefined ? undefined : new pulumi.RunError(problem);
};

/** Whether a value is known now. A program in JavaScript can pass null, which counts as undefined. */
const isPlain = (value: unknown): value is string | null | undefined =>
  value === undefined || value === null || typeof value === "string";

/** Errors that constructors threw in this run. Keys that were constructed before must not be registered either. */
const errorsOfThisRun = perRun<pulumi.RunError[]>(() => []);

/**
 * Delays a value until the rest of the program has run. If a constructor has thrown by then, the output rejects, so that
 * the resource isn't registered.
 */
const unlessRunFailed = (value: string | null | undefined): pulumi.Output<string | null | undefined> =>
  reportedOnUse(
    pulumi.output(
      new Promise<string | null | undefined>((resolve, reject) => {
        setImmediate(() => {
          const [error] = errorsOfThisRun() ?? [];
          if (error === undefined) resolve(value);
          else reject(error);
        });
      }),
    ),
  );

/**
 * Refuses a second signing key with the same organization, provider, tenant and host in one run. If the values are known
 * when the key is constructed, the constructor throws, and no request is sent for either key. If a value is an output, the
 * key isn't registered before the value is known, so no request is sent for the second key.
 *
 * @returns the inputs to register the key with
 * @throws RunError with ERR_RIVAL_KEYS
 */
export const refuseRivalKey = <Args extends IdentityArgs>(name: string, args: Args): Args => {
  const { organizationId, keyProvider, tenant, connection } = args;
  if (isPlain(organizationId) && isPlain(keyProvider) && isPlain(tenant) && isPlain(connection)) {
    const error = rivalErrorOf(name, { organizationId, keyProvider, tenant, connection });
    if (error === undefined) return { ...args, organizationId: unlessRunFailed(organizationId) };
    errorsOfThisRun()?.push(error);
    throw error;
  }
  const checked = reportedOnUse(
    pulumi.output({ organizationId, keyProvider, tenant, connection }).apply((identity) => {
      const error = rivalErrorOf(name, identity);
      if (error !== undefined) throw error;
    }),
  );
  // isSecret settles when `checked` does, also in a preview in which the values stay unknown. It is used for its timing
  // only: whether organizationId is secret doesn't change.
  const isChecked = pulumi.isSecret(checked);
  const delayed = pulumi.output(organizationId).apply((value) => isChecked.then(() => value));
  return { ...args, organizationId: reportedOnUse(delayed) };
};
