import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../connection/configured-settings.js";
import { resolveEndpoint } from "../connection/endpoint.js";
import { programSettings } from "./guards.js";
import { perRun } from "./per-run.js";
import { DEFAULT_CONNECTION } from "../connection/settings.js";
import { NOTIFICATION_SYSTEM } from "../resources/key/table.js";

/** What the service knows a signing key by. */
interface Identity {
  readonly organizationId?: string | null | undefined;
  readonly keyProvider?: string | null | undefined;
  readonly tenant?: string | null | undefined;
  readonly connection?: string | null | undefined;
}

type IdentityArgs = { readonly [Name in keyof Identity]?: pulumi.Input<string> };

/** Names of the signing keys of a run by what the service knows them by. */
const keysOfThisRun = perRun(() => new Map<string, string>());

const placesOfThisRun = perRun(() => new Map<string, string>());

/** Two connections can have one host. Where none is configured, the connection's name stands for it. */
const placeOf = (connection: string): string => {
  const places = placesOfThisRun();
  const known = places?.get(connection);
  if (known !== undefined) return known;
  const { url } = resolveEndpoint(readSettings(programSettings(), connection));
  const place = url === undefined ? `connection ${connection}` : `host ${url.host}`;
  places?.set(connection, place);
  return place;
};

/** The error for a key that is a rival of an earlier one of this run; undefined for any other. */
const rivalryOf = (name: string, identity: Identity): pulumi.RunError | undefined => {
  const keys = keysOfThisRun();
  const { organizationId, keyProvider, tenant, connection } = identity;
  if (keys === undefined || typeof organizationId !== "string") return undefined;
  // The service writes `nrtd` as `NRTD`: letter case doesn't tell one key from another.
  const known = JSON.stringify([
    organizationId,
    keyProvider ?? NOTIFICATION_SYSTEM,
    tenant ?? organizationId,
    placeOf(connection ?? DEFAULT_CONNECTION),
  ]).toLowerCase();
  const rival = keys.get(known);
  keys.set(known, rival ?? name);
  if (rival === undefined) return undefined;
  return new pulumi.RunError(
    `ERR_RIVAL_KEYS: the signing keys "${rival}" and "${name}" are for the same organization, provider, tenant and host. ` +
      "The service keeps the later one alone, and the other is dead while Pulumi shows both as healthy. Remove one of " +
      "them. If both have been made already, then rotate the one that stays, because it may be the dead one: `pulumi up " +
      "--target-replace URN --target-dependents`.",
  );
};

/** A program in JavaScript can give null, which counts as left out. */
const isPlain = (value: unknown): value is string | null | undefined =>
  value === undefined || value === null || typeof value === "string";

/** Errors of this run that were thrown at once. The keys before the second of two must not be registered either. */
const refusalsOfThisRun = perRun<pulumi.RunError[]>(() => []);

/** A value that is there once the program has gone on, and only if no rival was refused by then. */
const unlessRefused = (value: string | null | undefined): pulumi.Output<string | null | undefined> =>
  pulumi.output(
    new Promise<string | null | undefined>((resolve, reject) => {
      setImmediate(() => {
        const [refusal] = refusalsOfThisRun() ?? [];
        if (refusal === undefined) resolve(value);
        else reject(refusal);
      });
    }),
  );

/**
 * Refuses a second signing key for what the service has one of. Where the program knows the values, that is at once, and
 * nothing is sent for the first one either. A value that comes later holds the registration of the key back until it is
 * known, so that no request is sent for the second.
 *
 * @returns the inputs to register
 * @throws RunError with ERR_RIVAL_KEYS
 */
export const refuseRivalKey = <Args extends IdentityArgs>(name: string, args: Args): Args => {
  const { organizationId, keyProvider, tenant, connection } = args;
  if (isPlain(organizationId) && isPlain(keyProvider) && isPlain(tenant) && isPlain(connection)) {
    const rivalry = rivalryOf(name, { organizationId, keyProvider, tenant, connection });
    if (rivalry === undefined) return { ...args, organizationId: unlessRefused(organizationId) };
    refusalsOfThisRun()?.push(rivalry);
    throw rivalry;
  }
  const judged = pulumi.output({ organizationId, keyProvider, tenant, connection }).apply((identity) => {
    const rivalry = rivalryOf(name, identity);
    if (rivalry !== undefined) throw rivalry;
  });
  // This settles once the key was judged, or when it cannot be yet. The organization itself is as secret as it was.
  const settled = pulumi.isSecret(judged);
  return { ...args, organizationId: pulumi.output(organizationId).apply((value) => settled.then(() => value)) };
};
