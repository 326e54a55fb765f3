import { isUnknown, type Properties } from "../protocol.js";

/** Texts for the user about keys. They contain no secret and no date. `key` is the result of {@link describeKey}. */

/** Only an organization id of this form is repeated: a state that was edited by hand can contain anything. */
const ORGANIZATION_FORM = /^[\x21-\x7e]{1,100}$/;

/** The organization id, if it's known and may be repeated. */
export const organizationOf = ({ organizationId }: Properties): string | undefined =>
  typeof organizationId === "string" && ORGANIZATION_FORM.test(organizationId) && !isUnknown(organizationId)
    ? organizationId
    : undefined;

/** For example "the signing key of my_organization". */
export const describeKey = (noun: string, properties: Properties): string => {
  const organization = organizationOf(properties);
  return organization === undefined ? `the ${noun}` : `the ${noun} of ${organization}`;
};

export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const LIST_URNS = "(`pulumi stack --show-urns` lists the URNs)";

export const noRenewalWindow = (key: string, lapse: string): string =>
  `${capitalize(key)} has no renewal window: it's replaced only after it has expired. Between its expiration and its replacement, ${lapse}. ` +
  "Set renewBeforeDays, for example to 30.";

export const windowCut = (key: string, renewBeforeDays: number): string =>
  `The service granted ${key} a validity that isn't longer than renewBeforeDays (${renewBeforeDays} ` +
  "days), so the key is renewed when a third of its validity is left. To remove this warning, lower renewBeforeDays.";

export const adoptionRefused = (key: string): string =>
  `\`adopt\` names ${key}, but according to adopt.expirationDate that key has expired. It was not adopted, and no request ` +
  "was sent. Check the year of adopt.expirationDate. If the key has really expired, remove `adopt` from the program: the " +
  "next `pulumi up` then requests a new key.";

export const adoptionWillBeRefused = (key: string): string =>
  `\`adopt\` names ${key}, but according to adopt.expirationDate that key has expired: \`pulumi up\` will refuse to adopt it.`;

export const adopted = (key: string, isInWindow: boolean): string =>
  `${capitalize(key)} was adopted. No request was sent.` +
  (isInWindow ? " It's due for renewal, so the next `pulumi up` replaces it with a new key." : "") +
  " If you want a new key instead, remove `adopt` from the program and replace this one by hand.";

export const willBeAdopted = (key: string): string => `${capitalize(key)} will be adopted. No request is sent.`;

export const otherKeyInAdopt = (key: string): string =>
  `The key in \`adopt\` isn't ${key} that is in the stack's state. Nothing changes for now. To adopt it instead, run ` +
  `\`pulumi up --target-replace URN --target-dependents\` ${LIST_URNS}. If you don't need it, remove \`adopt\`.`;

/** What replaces a key: a new one, the one in `adopt`, or the one in `adopt` although it has expired. */
export type Successor = "new" | "adopted" | "expired";

export const willBeReplaced = (key: string, successor: Successor, reasons: readonly string[]): string => {
  const by = successor === "new" ? "" : " by the key in `adopt`, without a request";
  const refusal = successor === "expired" ? " But that key has expired: `pulumi up` will refuse to adopt it." : "";
  return `${capitalize(key)} will be replaced${by}: ${reasons.join("; ")}.${refusal}`;
};

export const hostDiffers = (key: string, keyHost: string, host: string, isDue: boolean): string =>
  `${capitalize(key)} belongs to ${keyHost}, but the environment of this run names ${host}. ` +
  (isDue
    ? "`pulumi up` will refuse to renew it there (ERR_HOST_DIFFERS)."
    : "That replaces nothing, but the key can't be renewed while they differ.");

export const renewalRefused = (key: string, keyHost: string, host: string, connection: string): string =>
  `${key} belongs to ${keyHost}, but the environment of this run names ${host} for connection "${connection}". Nothing was ` +
  `sent, and the key stays as it is. To renew it, run again with the environment variable that names ${keyHost}. To move ` +
  `it to ${host}, name that host in the stack's configuration instead of the environment.`;

export const issuedExpired = (key: string, correlationId: string): string =>
  `the service returned ${key}, but according to its expirationDate that key has expired; correlation id ${correlationId}. ` +
  "The key is stored in the state, encrypted, and the next `pulumi up` requests another one. Check the clock of this " +
  "machine. If it's right, the service returned an old key: ask the vendor's support.";

export const incomplete = (key: string): string =>
  `in the stack's state, ${key} has no keyId or no key, so it can't be used. No request was sent. Restore the state from a ` +
  "backup (`pulumi stack import`). If you have no backup, request a new key with `pulumi up --target-replace URN " +
  `--target-dependents\` ${LIST_URNS}.`;

export const deleted = (key: string, noun: string): string =>
  `Pulumi no longer manages ${key}, but the key stays valid at the service until it expires: the API can't delete keys. ` +
  `The same goes for every other ${noun} that this run deletes.`;
