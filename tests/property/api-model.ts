import { type DateForm } from "../../local/platform/date-form.js";
import { type IssuedKey } from "../../local/platform/issued-key.js";
import { keyAnswer } from "../../local/platform/key-answer.js";
import { decodeKeyRequest } from "../../local/platform/key-request.js";
import { createKeyStore } from "../../local/platform/keys.js";
import {
  decodeKeyAnswer,
  encodeKeyRequest,
  isAnswerFault,
  type KeyAnswer,
  type KeyRequest,
} from "../../provider/api/wire.js";
import { type Chance } from "./chance.js";

/** What CREATE returns while a key exists. The vendor's documents disagree (docs/key-service.md). */
export const API_BEHAVIOURS = ["same-key", "override", "granted-less"] as const;
export type ApiBehaviour = (typeof API_BEHAVIOURS)[number];

/** How the modelled API answers. */
export interface ApiTraits {
  readonly behaviour: ApiBehaviour;
  readonly dateForm: DateForm;
  /** Whether an answer with an existing key repeats the time at which that key was first issued. */
  readonly repeatsSubmitTime: boolean;
}

/** The service without HTTP: the store and the answers of local/platform. */
export interface ApiModel {
  answer(request: KeyRequest, now: Date): KeyAnswer;
  /** The key that was last issued to the organization. */
  current(organizationId: string): IssuedKey | undefined;
}

const DAY_SECONDS = 86_400;
const MIN_GRANT_SECONDS = 1;

/** Requests and answers are encoded and decoded by both provider/ and local/, so that the model tests both formats. */
export const createApiModel = ({ behaviour, dateForm, repeatsSubmitTime }: ApiTraits, chance: Chance): ApiModel => {
  const store = createKeyStore(behaviour === "same-key" ? "same-key" : "override", undefined);
  const firstIssues = new Map<string, Date>();

  const grantFor = ({ expiryDurationDays }: KeyRequest): { grantSeconds?: number } =>
    behaviour === "granted-less"
      ? { grantSeconds: Math.max(MIN_GRANT_SECONDS, expiryDurationDays * DAY_SECONDS * chance()) }
      : {};

  return {
    answer(request, now) {
      const decoded = decodeKeyRequest(JSON.parse(encodeKeyRequest(request)));
      if (!("request" in decoded)) throw new Error(`the model refuses the request: ${JSON.stringify(decoded.flaws)}`);
      const key = store.keyFor(decoded.request, now, grantFor(request));
      store.keep(key);

      const firstIssue = firstIssues.get(key.keyId) ?? now;
      firstIssues.set(key.keyId, firstIssue);
      const style = { status: "SUCCESS", dateForm } as const;
      const answered = keyAnswer(decoded.request, key, repeatsSubmitTime ? firstIssue : now, style);
      const answer = decodeKeyAnswer(answered.body.toString("utf8"), []);
      if (isAnswerFault(answer)) throw new Error(answer.what);
      return answer;
    },
    current: (organizationId) => store.current(organizationId, "sharedSecret"),
  };
};
