import { type Answer, jsonAnswer } from "./answer.js";
import { type DateForm, writeDate } from "./date-form.js";
import { type IssuedKey } from "./issued-key.js";
import { type KeyRequest, type RequestFlaw } from "./key-request.js";
import { isRecord } from "./record.js";

/** Options for the form of an answer. They don't change what it says. */
export interface AnswerStyle {
  status: "SUCCESS" | "ACCEPTED";
  /** By default, each action uses the date format of its published example. */
  dateForm: DateForm | undefined;
}

/** In the vendor's published example, `nrtd` comes back as `NRTD`. Other providers come back as sent. */
export const echoOfProvider = (provider: string): string => (provider.toLowerCase() === "nrtd" ? "NRTD" : provider);

const published = {
  CREATE: { dateForm: "offset", keyStatus: "Active" },
  STORE: { dateForm: "zulu", keyStatus: "active" },
} as const;

/** The answer to a request for which `key` was issued or stored. */
export const keyAnswer = (request: KeyRequest, key: IssuedKey, now: Date, style: AnswerStyle): Answer => {
  const { dateForm, keyStatus } = published[request.clientRequestAction];
  const form = style.dateForm ?? dateForm;
  return jsonAnswer(201, {
    submitTimeUtc: writeDate(now, form),
    status: style.status,
    clientReferenceInformation: request.clientReferenceInformation,
    keyInformation: {
      provider: echoOfProvider(key.provider),
      tenant: key.tenant,
      organizationId: key.organizationId,
      clientKeyId: key.clientKeyId,
      keyId: key.keyId,
      key: key.key,
      keyType: key.keyType,
      status: keyStatus,
      expirationDate: writeDate(key.expirationDate, form),
    },
  });
};

const reasonOf = (flaws: readonly RequestFlaw[]): RequestFlaw["reason"] =>
  flaws.some(({ reason }) => reason === "MISSING_FIELD") ? "MISSING_FIELD" : "INVALID_DATA";

const INVALID = "One or more fields in the request are missing or invalid";

/** A 400 answer that names the invalid fields. */
export const refusedKeyAnswer = (flaws: readonly RequestFlaw[], now: Date, message = INVALID): Answer =>
  jsonAnswer(400, {
    submitTimeUtc: writeDate(now, "zulu"),
    status: "INVALID_REQUEST",
    reason: reasonOf(flaws),
    message,
    details: flaws,
  });

/** A 201 answer with a failed key: the vendor's other way to reject a body. */
export const failedKeyAnswer = (
  body: unknown,
  flaws: readonly RequestFlaw[],
  now: Date,
  style: AnswerStyle,
): Answer => {
  const sent = isRecord(body) && isRecord(body["keyInformation"]) ? body["keyInformation"] : {};
  const { provider, tenant, organizationId, keyType } = sent;
  return jsonAnswer(201, {
    submitTimeUtc: writeDate(now, style.dateForm ?? "zulu"),
    status: style.status,
    keyInformation: {
      provider,
      tenant,
      organizationId,
      keyType,
      status: "FAILED",
      message: INVALID,
      errorInformation: { reason: reasonOf(flaws), details: flaws },
    },
  });
};
