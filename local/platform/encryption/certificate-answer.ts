import { type Answer, jsonAnswer } from "../answer.js";
import { writeDate } from "../date-form.js";
import { type AnswerStyle, echoOfProvider, refusedKeyAnswer } from "../key-answer.js";
import { type CertificateRequest } from "./certificate-request.js";
import { type EncryptionKey } from "./encryption-key.js";

/** The two published forms of the answer: with the key (guide), or with the status alone (specification). */
export type CertificateAnswerForm = "key" | "status";

/** The answer to a request that stored a certificate. */
export const certificateAnswer = (
  { clientReferenceInformation }: CertificateRequest,
  { provider, tenant, organizationId, keyId, pub, expirationDate }: EncryptionKey,
  now: Date,
  form: CertificateAnswerForm,
  { status, dateForm = "zulu" }: AnswerStyle,
): Answer => {
  const submitTimeUtc = writeDate(now, dateForm);
  if (form === "status") return jsonAnswer(201, { submitTimeUtc, status: "ACCEPTED" });
  return jsonAnswer(201, {
    submitTimeUtc,
    status,
    clientReferenceInformation,
    keyInformation: {
      provider: echoOfProvider(provider),
      tenant,
      organizationId,
      keyId,
      pub,
      keyType: "publickey",
      status: "active",
      expirationDate: writeDate(expirationDate, dateForm),
    },
  });
};

/** The 400 answer for a certificate that isn't taken; the guide quotes its message. */
export const unacceptedCertificateAnswer = (now: Date): Answer =>
  refusedKeyAnswer([{ field: "keyInformation.pub", reason: "INVALID_DATA" }], now, "Key invalid or validity too long");
