import { z } from "zod";
import { isCodeOrField } from "./plain-words.js";
import { quoteAnswer } from "./quote-answer.js";
import { readJson } from "../json-text.js";

/** What CREATE asks for: a digital signature key. @see seeds/001, spec.md 1.3 */
export interface SigningKeyRequest {
  readonly action: "CREATE";
  readonly organizationId: string;
  readonly keyProvider: string;
  readonly tenant: string;
  readonly expiryDurationDays: number;
}

/** What STORE hands over: the client credentials of the customer's OAuth server. @see seeds/000, spec.md 1.3 */
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

/** A key as the service answered it. Dates are as they came: reading them is the caller's business. */
export interface KeyAnswer {
  readonly keyId: string;
  readonly key: string;
  /** Status of the key, upper-cased: the service varies the case. */
  readonly status: string;
  readonly submitTimeUtc: string | undefined;
  readonly expirationDate: string | undefined;
}

/** Why an answer with a 2xx status holds no key: in words for the user, without any value that may be secret. */
export interface AnswerFault {
  readonly code: "ERR_KMS_KEY_FAILED" | "ERR_KMS_BAD_ANSWER";
  readonly what: string;
}

/** Body of `POST /kms/egress/v2/keys-sym`, fields in the order of the vendor's examples. */
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

/** Top-level states that mean success: the specification has the first, every example the second (spec.md 1.4). */
const SUCCESSFUL = new Set(["ACCEPTED", "SUCCESS"]);
/** States of a key that make it useless (spec.md 1.4). */
const USELESS = new Set(["FAILED", "INACTIVE", "EXPIRED"]);

const text = z.string().min(1);
const optionalText = z.string().nullish();

const answerSchema = z.object({
  submitTimeUtc: z.unknown().optional(),
  status: text,
  keyInformation: z.object({
    keyId: z.unknown().optional(),
    key: z.unknown().optional(),
    status: optionalText,
    expirationDate: z.unknown().optional(),
    message: z.unknown().optional(),
    errorInformation: z.unknown().optional(),
  }),
});

const keySchema = z.object({ keyId: text, key: text });

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);

/**
 * A date as text, for the caller to read: cut to a length that no date exceeds. What is no text is no date, and is not
 * gone into: an object that is nested deep enough would end the stack, and with it the key.
 */
const dateText = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 64) : "(not a date)";
};

const missing = (issues: readonly { readonly path: readonly PropertyKey[] }[]): AnswerFault => {
  const fields = [...new Set(issues.map(({ path }) => path.join(".")))];
  const what = fields.includes("") ? "the answer is not an object" : `the answer lacks ${fields.join(", ")}`;
  return { code: "ERR_KMS_BAD_ANSWER", what };
};

/**
 * Reads the body of a 2xx answer. Strict about what matters (states, keyId, key), tolerant of what varies: letter case,
 * unknown fields, date forms.
 *
 * @param secrets values that a quoted message must not repeat
 */
export const decodeKeyAnswer = (body: string, secrets: readonly string[]): KeyAnswer | AnswerFault => {
  const json = readJson(body);
  if (json === undefined) return { code: "ERR_KMS_BAD_ANSWER", what: "the answer is not JSON" };
  const answer = answerSchema.safeParse(json);
  if (!answer.success) return missing(answer.error.issues);

  const { submitTimeUtc, status, keyInformation } = answer.data;
  const keyStatus = (keyInformation.status ?? status).toUpperCase();
  const failed = !SUCCESSFUL.has(status.toUpperCase()) || USELESS.has(keyStatus);
  if (failed || !isNothing(keyInformation.errorInformation)) {
    const { key, message, errorInformation } = keyInformation;
    const told = { status: status.toUpperCase(), keyStatus, key, message, errorInformation };
    const reason = quoteAnswer(told, secrets);
    return { code: "ERR_KMS_KEY_FAILED", what: `the answer says that the key failed${reason}` };
  }

  const key = keySchema.safeParse(keyInformation);
  if (!key.success) return missing(key.error.issues.map(({ path }) => ({ path: ["keyInformation", ...path] })));
  return {
    keyId: key.data.keyId,
    key: key.data.key,
    // It becomes an output in the clear.
    status: keyStatus === "ACTIVE" || isCodeOrField(keyStatus, [...secrets, key.data.key]) ? keyStatus : "UNKNOWN",
    submitTimeUtc: dateText(submitTimeUtc),
    expirationDate: dateText(keyInformation.expirationDate),
  };
};

/** Tells a key from the reason why there is none. */
export const isAnswerFault = (answer: KeyAnswer | AnswerFault): answer is AnswerFault => "what" in answer;
