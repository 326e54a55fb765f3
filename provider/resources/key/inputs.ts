import { type ResourceTable } from "../table.js";
import { failIfInvalid } from "../check.js";
import { type Properties } from "../protocol.js";

/** The input `adopt`. */
export interface AdoptedKey {
  readonly keyId: string;
  readonly key: string;
  readonly expirationDate: string;
}

/** Valid inputs of a key without unknown values. */
export interface KeyInputs {
  readonly organizationId: string;
  readonly expiryDuration?: number;
  readonly renewBeforeDays?: number;
  readonly keyProvider?: string;
  readonly tenant?: string;
  readonly connection?: string;
  readonly adopt?: AdoptedKey;
  /** This and clientSecret: for an OAuth credential only. */
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** The inputs of a key, as {@link presentInputs} returns them. */
export const decodeInputs = (table: ResourceTable, news: Properties): KeyInputs =>
  presentInputs(table, news) as unknown as KeyInputs;

/**
 * Validates the inputs of create and returns them without nulls.
 *
 * @throws Error that lists what is wrong with the inputs
 */
export const presentInputs = (table: ResourceTable, news: Properties): Properties => {
  failIfInvalid(table, news);
  return Object.fromEntries(Object.entries(news).filter(([, value]) => value !== null));
};
