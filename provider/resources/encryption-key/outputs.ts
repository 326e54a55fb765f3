import { type StoredCertificate } from "../../api/certificates.js";
import { type CertificateRequest } from "../../api/certificate-wire.js";
import { type Connection } from "../../api/connection.js";
import { DAY_MS, parseDate } from "../../dates.js";
import { issuedAt, keyDigestOf } from "../key/outputs.js";
import { type Certificate, certificateDigestOf } from "./certificate.js";

/** Outputs of an encryption key, before secrets are marked. Absent properties are left out, never undefined. */
export interface EncryptionKeyOutputs {
  readonly keyId?: string;
  readonly expirationDate: string;
  readonly submitTimeUtc: string;
  readonly organizationId: string;
  readonly certificate: string;
  readonly keyProvider: string;
  readonly tenant: string;
  readonly expiryDuration?: number;
  readonly host: string;
  readonly status: string;
  readonly correlationId: string;
}

/** The id of the resource: the organization, and a digest of the certificate. The keyId is secret, and may be absent. */
export const idOf = ({ organizationId, certificate }: EncryptionKeyOutputs): string =>
  `${organizationId}/${String(certificateDigestOf(certificate)).slice(0, keyDigestOf("").length)}`;

/** The end that was asked for with `expiryDuration`. */
const requestedEnd = ({ expiryDurationDays }: CertificateRequest, now: Date): Date | undefined =>
  expiryDurationDays === undefined ? undefined : new Date(now.getTime() + expiryDurationDays * DAY_MS);

/**
 * The earlier end: of the certificate, or of the key by the service's answer. If that has no date that can be read, the
 * requested one counts: a warning that comes too early does no harm.
 */
const endOf = ({ notAfter }: Certificate, { expirationDate }: StoredCertificate, requested: Date | undefined): Date => {
  const keyEnd = parseDate(expirationDate ?? "") ?? requested;
  return keyEnd !== undefined && keyEnd < notAfter ? keyEnd : notAfter;
};

export const storedOutputs = (
  pem: string,
  certificate: Certificate,
  request: CertificateRequest,
  stored: StoredCertificate,
  { origin }: Connection,
  now: Date,
): EncryptionKeyOutputs => ({
  ...(stored.keyId !== undefined && { keyId: stored.keyId }),
  expirationDate: endOf(certificate, stored, requestedEnd(request, now)).toISOString(),
  submitTimeUtc: issuedAt(stored.submitTimeUtc, now),
  organizationId: request.organizationId,
  certificate: pem,
  keyProvider: request.keyProvider,
  tenant: request.tenant,
  ...(request.expiryDurationDays !== undefined && { expiryDuration: request.expiryDurationDays }),
  host: new URL(origin).host,
  status: stored.status,
  correlationId: stored.correlationId,
});
