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

/** What a CREATE gives while a key is there; the sources disagree (spec.md 1.6). */
export const API_BEHAVIOURS = ["same-key", "override", "granted-less"] as const;
export type ApiBehaviour = (typeof API_BEHAVIOURS)[number];

/** How the modelled API answers. */
export interface ApiTraits {
  readonly behaviour: ApiBehaviour;
  readonly dateForm: DateForm;
  /** The same key comes with the time of its first issue again. */
  readonly repeatsSubmitTime: boolean;
}

/** The key service without HTTP: the store and the answers of local/platform. */
export interface ApiModel {
  answer(request: KeyRequest, now: Date): KeyAnswer;
  /** The key that the organization was last given. */
  held(organizationId: string): IssuedKey | undefined;
}

const DAY_SECONDS = 86_400;
const SHORTEST_GRANT_SECONDS = 1;

/** Requests and answers go through both wire formats, that of provider/ and that of local/. */
export const createApiModel = ({ behaviour, dateForm, repeatsSubmitTime }: ApiTraits, chance: Chance): ApiModel => {
  const store = createKeyStore(behaviour === "same-key" ? "same-key" : "override", undefined);
  const firstIssues = new Map<string, Date>();

  const grantFor = ({ expiryDurationDays }: KeyRequest): { grantSeconds?: number } =>
    behaviour === "granted-less"
      ? { grantSeconds: Math.max(SHORTEST_GRANT_SECONDS, expiryDurationDays * DAY_SECONDS * chance()) }
      : {};

  return {
    answer(asked, now) {
      const decoded = decodeKeyRequest(JSON.parse(encodeKeyRequest(asked)));
      if (!("request" in decoded)) throw new Error(`the model refuses the request: ${JSON.stringify(decoded.flaws)}`);
      const key = store.keyFor(decoded.request, now, grantFor(asked));
      store.keep(key);

      const firstIssue = firstIssues.get(key.keyId) ?? now;
      firstIssues.set(key.keyId, firstIssue);
      const style = { status: "SUCCESS", dateForm } as const;
      const answered = keyAnswer(decoded.request, key, repeatsSubmitTime ? firstIssue : now, style);
      const answer = decodeKeyAnswer(answered.body.toString("utf8"), []);
      if (isAnswerFault(answer)) throw new Error(answer.what);
      return answer;
    },
    held: (organizationId) => store.current(organizationId, "sharedSecret"),
  };
};
