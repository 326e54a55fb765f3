import { createHash } from "node:crypto";
import { parseDate } from "../../dates.js";
import { type IssuedKey } from "../../api/keys.js";
import { type Connection } from "../../api/connection.js";
import { type KeyRequest } from "../../api/wire.js";
import { readAdoptedDate } from "./adopted-date.js";
import { type AdoptedKey } from "./inputs.js";

/** Outputs of both kinds of key, before secrets get their wire form. No property is ever undefined on the wire. */
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
  /** Digest of the keyId that `adopt` gave when this key was made. */
  readonly adopted?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** The output `adopted` of a key that was made without `adopt`. */
const NEVER_ADOPTED = "none";

/** Names a key where its keyId must not stand, because that is secret. */
export const keyDigestOf = (keyId: string): string => createHash("sha256").update(keyId).digest("hex").slice(0, 16);

/** Resource ids are never secret in Pulumi, and keyId is: a digest stands for it. */
export const idOf = ({ organizationId, keyId }: KeyOutputs): string => `${organizationId}/${keyDigestOf(keyId)}`;

/** What was sent, as outputs. */
const sentOutputs = (
  request: KeyRequest,
): Pick<KeyOutputs, "organizationId" | "expiryDuration" | "keyProvider" | "tenant" | "clientId" | "clientSecret"> => ({
  organizationId: request.organizationId,
  expiryDuration: request.expiryDurationDays,
  keyProvider: request.keyProvider,
  tenant: request.tenant,
  ...(request.action === "STORE" && { clientId: request.clientId, clientSecret: request.clientSecret }),
});

/** A date of the service in one form; what cannot be read is kept as it came. */
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
 * The later of the service's time and the time here. With the same key handed back the service may repeat its first
 * time, and the validity that was left when the key came would be told wrong.
 */
const issuedAt = (submitTimeUtc: string | undefined, now: Date): string => {
  const theirs = parseDate(submitTimeUtc ?? "");
  return (theirs !== undefined && theirs > now ? theirs : now).toISOString();
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
  adopted: passedOver === undefined ? NEVER_ADOPTED : keyDigestOf(passedOver.keyId),
});
