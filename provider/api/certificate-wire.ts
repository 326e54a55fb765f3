import { z } from "zod";
import { readJson } from "../json-text.js";
import { isCodeOrField } from "./plain-words.js";
import { quoteAnswer } from "./quote-answer.js";
import { type AnswerFault, dateText, isEmpty, missing, SUCCESSFUL, UNUSABLE } from "./wire.js";

/** STORE of a certificate, to whose key the platform encrypts notifications. @see docs/encryption.md */
export interface CertificateRequest {
  readonly organizationId: string;
  readonly keyProvider: string;
  readonly tenant: string;
  /** The certificate's DER in base64, on one line. */
  readonly certificateBase64: string;
  /** Sent only if given. */
  readonly expiryDurationDays?: number | undefined;
}

/** What an answer says about a certificate that was stored. Its dates are the service's own text. */
export interface CertificateAnswer {
  /** Absent in the form of the specification, which has only the status. */
  readonly keyId: string | undefined;
  /** Status of the key, or of the request if the answer has no key; in upper case because the service varies the case. */
  readonly status: string;
  readonly submitTimeUtc: string | undefined;
  readonly expirationDate: string | undefined;
}

/** Body of `POST /kms/egress/v2/keys-asym`. */
export const encodeCertificateRequest = (request: CertificateRequest): string => {
  const { organizationId, keyProvider, tenant, certificateBase64, expiryDurationDays } = request;
  return JSON.stringify({
    clientRequestAction: "STORE",
    keyInformation: {
      provider: keyProvider,
      tenant,
      keyType: "publickey",
      organizationId,
      pub: certificateBase64,
      ...(expiryDurationDays !== undefined && { expiryDuration: String(expiryDurationDays) }),
    },
  });
};

const optionalText = z.string().nullish();

const answerSchema = z.object({
  submitTimeUtc: z.unknown().optional(),
  status: z.string().min(1),
  keyInformation: z
    .object({
      keyId: optionalText,
      status: optionalText,
      expirationDate: z.unknown().optional(),
      message: z.unknown().optional(),
      errorInformation: z.unknown().optional(),
    })
    .nullish(),
});

/** Reads the body of a 2xx answer: with the key, as the guide shows it, or with its status alone, as the specification does. */
export const decodeCertificateAnswer = (body: string): CertificateAnswer | AnswerFault => {
  const json = readJson(body);
  if (json === undefined) return { code: "ERR_KMS_BAD_ANSWER", what: "the answer is not JSON" };
  const answer = answerSchema.safeParse(json);
  if (!answer.success) return missing(answer.error.issues);

  const { submitTimeUtc, status, keyInformation } = answer.data;
  const { keyId, status: given, expirationDate, message, errorInformation } = keyInformation ?? {};
  const keyStatus = (given ?? status).toUpperCase();
  const hidden = keyId ? [keyId] : [];
  if (!SUCCESSFUL.has(status.toUpperCase()) || UNUSABLE.has(keyStatus) || !isEmpty(errorInformation)) {
    const details = { status: status.toUpperCase(), keyStatus, message, errorInformation };
    return { code: "ERR_KMS_KEY_FAILED", what: `the answer says that the key failed${quoteAnswer(details, hidden)}` };
  }
  return {
    keyId: keyId ? keyId : undefined,
    // This output isn't secret, and the keyId is.
    status: keyStatus === "ACTIVE" || isCodeOrField(keyStatus, hidden) ? keyStatus : "UNKNOWN",
    submitTimeUtc: dateText(submitTimeUtc),
    expirationDate: dateText(expirationDate),
  };
};
