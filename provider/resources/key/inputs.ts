import { type ResourceTable } from "../table.js";
import { failIfUnchecked } from "../check.js";
import { type Properties } from "../protocol.js";

/** A key that the program brings in. */
export interface AdoptedKey {
  readonly keyId: string;
  readonly key: string;
  readonly expirationDate: string;
}

/** Inputs as create sees them: checked, everything known. */
export interface KeyInputs {
  readonly organizationId: string;
  readonly expiryDuration?: number;
  readonly renewBeforeDays?: number;
  readonly keyProvider?: string;
  readonly tenant?: string;
  readonly connection?: string;
  readonly adopt?: AdoptedKey;
  /** Of an OAuth credential only. */
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** The inputs of a key, checked. */
export const decodeInputs = (table: ResourceTable, news: Properties): KeyInputs => {
  failIfUnchecked(table, news);
  const given = Object.entries(news).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as unknown as KeyInputs;
};
