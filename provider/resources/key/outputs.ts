import { createHash } from "node:crypto";
import { parseDate } from "../../dates.js";
import { type IssuedKey } from "../../api/keys.js";
import { type Connection } from "../../api/connection.js";
import { type KeyRequest } from "../../api/wire.js";
import { readAdoptedDate } from "./adopted-date.js";
import { type AdoptedKey } from "./inputs.js";

/** Outputs of both kinds of key, before secrets are marked. Absent properties are left out, never undefined. */
export interface KeyOutputs {
  readonly keyId: string;
  readonly key: string;
  readonly expirationDate: string;
  readonly submitTimeUtc?: string;
  readonly organizationId: string;
  readonly expiryDuration: number;
  readonly keyProvider: string;
  readonly tenant: string;
  readonly host?: string;
  readonly status: string;
  readonly correlationId?: string;
  /** Digest of the keyId that was in `adopt` when this key was adopted or created. */
  readonly adopted?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** The output `adopted` of a key that was created without `adopt`. */
const WITHOUT_ADOPT = "none";

/** Identifies a key without revealing its keyId, which is secret. */
export const keyDigestOf = (keyId: string): string => createHash("sha256").update(keyId).digest("hex").slice(0, 16);

/** The id of the resource. Pulumi never encrypts ids, so it contains a digest of the keyId. */
export const idOf = ({ organizationId, keyId }: KeyOutputs): string => `${organizationId}/${keyDigestOf(keyId)}`;

/** The outputs that repeat the request. */
export const sentOutputs = (
  request: KeyRequest,
): Pick<KeyOutputs, "organizationId" | "expiryDuration" | "keyProvider" | "tenant" | "clientId" | "clientSecret"> => ({
  organizationId: request.organizationId,
  expiryDuration: request.expiryDurationDays,
  keyProvider: request.keyProvider,
  tenant: request.tenant,
  ...(request.action === "STORE" && { clientId: request.clientId, clientSecret: request.clientSecret }),
});

/** Converts a date of the service to ISO 8601. A date that can't be read stays as it is. */
const normalized = (date: string): string => parseDate(date)?.toISOString() ?? date;

export const adoptedOutputs = (request: KeyRequest, adopted: AdoptedKey, host: string | undefined): KeyOutputs => ({
  ...sentOutputs(request),
  keyId: adopted.keyId,
  key: adopted.key,
  expirationDate: readAdoptedDate(adopted.expirationDate)?.toISOString() ?? adopted.expirationDate,
  status: "ADOPTED",
  adopted: keyDigestOf(adopted.keyId),
  ...(host !== undefined && { host }),
});

/**
 * When the key was issued: the later of the service's time and `now`. If the service returns an old key again, it may
 * repeat the time at which it first issued that key, and the validity would seem longer than it is.
 */
export const issuedAt = (submitTimeUtc: string | undefined, now: Date): string => {
  const serviceTime = parseDate(submitTimeUtc ?? "");
  return (serviceTime !== undefined && serviceTime > now ? serviceTime : now).toISOString();
};

export const issuedOutputs = (
  request: KeyRequest,
  issued: IssuedKey,
  { origin }: Connection,
  now: Date,
  passedOver: AdoptedKey | undefined,
): KeyOutputs => ({
  ...sentOutputs(request),
  keyId: issued.keyId,
  key: issued.key,
  expirationDate: normalized(issued.expirationDate ?? ""),
  submitTimeUtc: issuedAt(issued.submitTimeUtc, now),
  host: new URL(origin).host,
  status: issued.status,
  correlationId: issued.correlationId,
  adopted: passedOver === undefined ? WITHOUT_ADOPT : keyDigestOf(passedOver.keyId),
});
