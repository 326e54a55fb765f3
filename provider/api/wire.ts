import { z } from "zod";
import { isCodeOrField } from "./plain-words.js";
import { quoteAnswer } from "./quote-answer.js";
import { readJson } from "../json-text.js";

/** CREATE: requests a digital signature key. @see docs/key-service.md, "Requests" */
export interface SigningKeyRequest {
  readonly action: "CREATE";
  readonly organizationId: string;
  readonly keyProvider: string;
  readonly tenant: string;
  readonly expiryDurationDays: number;
}

/** STORE: stores client credentials for the customer's OAuth server. @see docs/key-service.md, "Requests" */
export interface OAuthCredentialRequest {
  readonly action: "STORE";
  readonly organizationId: string;
  readonly keyProvider: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly expiryDurationDays: number;
}

export type KeyRequest = SigningKeyRequest | OAuthCredentialRequest;

/** A key in the service's answer. Its dates are the service's own text: the caller parses them. */
export interface KeyAnswer {
  readonly keyId: string;
  readonly key: string;
  /** Status of the key, in upper case because the service varies the case. */
  readonly status: string;
  readonly submitTimeUtc: string | undefined;
  readonly expirationDate: string | undefined;
}

/** Why an answer with a 2xx status contains no usable key. `what` is for the user and contains no secret. */
export interface AnswerFault {
  readonly code: "ERR_KMS_KEY_FAILED" | "ERR_KMS_BAD_ANSWER";
  readonly what: string;
}

/** Body of `POST /kms/egress/v2/keys-sym`, with its fields in the order of the vendor's examples. */
export const encodeKeyRequest = (request: KeyRequest): string => {
  const { action, organizationId, keyProvider, tenant, expiryDurationDays } = request;
  const expiryDuration = String(expiryDurationDays);
  const keyInformation =
    action === "CREATE"
      ? { provider: keyProvider, tenant, keyType: "sharedSecret", organizationId, expiryDuration }
      : {
          provider: keyProvider,
          tenant,
          keyType: "oAuthClientCredentials",
          organizationId,
          clientKeyId: request.clientId,
          key: request.clientSecret,
          expiryDuration,
        };
  return JSON.stringify({ clientRequestAction: action, keyInformation });
};

/** Successful statuses of an answer: the specification names ACCEPTED, every example has SUCCESS (docs/key-service.md). */
export const SUCCESSFUL = new Set(["ACCEPTED", "SUCCESS"]);
/** Statuses of a key that can't be used (docs/key-service.md). */
export const UNUSABLE = new Set(["FAILED", "INACTIVE", "EXPIRED"]);

const nonEmptyText = z.string().min(1);
const optionalText = z.string().nullish();

const answerSchema = z.object({
  submitTimeUtc: z.unknown().optional(),
  status: nonEmptyText,
  keyInformation: z.object({
    keyId: z.unknown().optional(),
    key: z.unknown().optional(),
    status: optionalText,
    expirationDate: z.unknown().optional(),
    message: z.unknown().optional(),
    errorInformation: z.unknown().optional(),
  }),
});

const keySchema = z.object({ keyId: nonEmptyText, key: nonEmptyText });

/** Whether a part of an answer says nothing. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);

/**
 * A date as text, cut to a length that no date exceeds. Anything but a string or number becomes `(not a date)`: converting
 * a deeply nested value to text could overflow the call stack, and the key in the answer would be lost.
 */
export const dateText = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 64) : "(not a date)";
};

/** The fault of an answer that lacks these fields. */
export const missing = (issues: readonly { readonly path: readonly PropertyKey[] }[]): AnswerFault => {
  const fields = [...new Set(issues.map(({ path }) => path.join(".")))];
  const what = fields.includes("") ? "the answer is not an object" : `the answer lacks ${fields.join(", ")}`;
  return { code: "ERR_KMS_BAD_ANSWER", what };
};

/**
 * Reads the body of a 2xx answer. It requires the statuses, keyId and key, and tolerates what varies: letter case, unknown
 * fields and forms of dates.
 *
 * @param secrets values that `what` of a fault must not repeat
 */
export const decodeKeyAnswer = (body: string, secrets: readonly string[]): KeyAnswer | AnswerFault => {
  const json = readJson(body);
  if (json === undefined) return { code: "ERR_KMS_BAD_ANSWER", what: "the answer is not JSON" };
  const answer = answerSchema.safeParse(json);
  if (!answer.success) return missing(answer.error.issues);

  const { submitTimeUtc, status, keyInformation } = answer.data;
  const keyStatus = (keyInformation.status ?? status).toUpperCase();
  const failed = !SUCCESSFUL.has(status.toUpperCase()) || UNUSABLE.has(keyStatus);
  if (failed || !isEmpty(keyInformation.errorInformation)) {
    const { key, message, errorInformation } = keyInformation;
    const details = { status: status.toUpperCase(), keyStatus, key, message, errorInformation };
    const quotation = quoteAnswer(details, secrets);
    return { code: "ERR_KMS_KEY_FAILED", what: `the answer says that the key failed${quotation}` };
  }

  const key = keySchema.safeParse(keyInformation);
  if (!key.success) return missing(key.error.issues.map(({ path }) => ({ path: ["keyInformation", ...path] })));
  return {
    keyId: key.data.keyId,
    key: key.data.key,
    // This output isn't secret, so it must not contain one.
    status: keyStatus === "ACTIVE" || isCodeOrField(keyStatus, [...secrets, key.data.key]) ? keyStatus : "UNKNOWN",
    submitTimeUtc: dateText(submitTimeUtc),
    expirationDate: dateText(keyInformation.expirationDate),
  };
};

/** Whether an answer contains no usable key. */
export const isAnswerFault = (answer: object): answer is AnswerFault => "what" in answer;
