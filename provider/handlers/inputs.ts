import { type ResourceTable } from "../properties.js";
import { check } from "./check.js";
import { type Properties } from "./protocol.js";

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

/** Inputs that passed check before are checked again here, so that what is sent is what was promised. */
export const decodeInputs = (table: ResourceTable, news: Properties): KeyInputs => {
  const failures = check(table, news);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join(" "));
  const given = Object.entries(news).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as unknown as KeyInputs;
};
