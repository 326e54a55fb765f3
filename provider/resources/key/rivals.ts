import { NOTIFICATION_SYSTEM } from "./table.js";
import { createConnectionPlaces, type HostOf } from "../connection-places.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";

/** The values that identify a signing key at the service, which keeps one key for each combination. */
export interface Identity {
  readonly organizationId?: string | null | undefined;
  readonly keyProvider?: string | null | undefined;
  readonly tenant?: string | null | undefined;
  readonly connection?: string | null | undefined;
}

/** A signing key of a run. */
export interface Rival {
  /** Tells keys apart: one that is recorded again isn't its own rival. */
  readonly owner: unknown;
  readonly name: string;
}

/** Records a key. Returns the error if an earlier key of the run has the same identity. */
export type RivalKeys = (key: Rival, identity: Identity) => string | undefined;

/**
 * Finds signing keys of one run with the same identity.
 *
 * @param hostOf two connections can have the same host
 */
export const createRivalKeys = (hostOf: HostOf): RivalKeys => {
  const keys = new Map<string, Rival>();
  const placeOf = createConnectionPlaces(hostOf);

  return (key, { organizationId, keyProvider, tenant, connection }) => {
    if (typeof organizationId !== "string") return undefined;
    // The service changes letter case, for example `nrtd` to `NRTD`, so case doesn't distinguish two keys.
    const identifier = JSON.stringify([
      organizationId,
      keyProvider ?? NOTIFICATION_SYSTEM,
      tenant ?? organizationId,
      placeOf(connection ?? DEFAULT_CONNECTION),
    ]).toLowerCase();
    const rival = keys.get(identifier);
    keys.set(identifier, rival ?? key);
    if (rival === undefined || rival.owner === key.owner) return undefined;
    return (
      `ERR_RIVAL_KEYS: the signing keys "${rival.name}" and "${key.name}" are for the same organization, provider, tenant and host. ` +
      "The service keeps only the key that was created last. The other one is dead, although Pulumi shows both as healthy. " +
      "Remove one of them. If both have already been created, rotate the one that you keep, because it may be the dead one: " +
      "`pulumi up --target-replace URN --target-dependents`."
    );
  };
};
