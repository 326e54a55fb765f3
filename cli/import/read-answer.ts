import { z } from "zod";
import { SIGNING_KEY } from "../../provider/resources/signing-key/key-kind.js";
import { OAUTH_CREDENTIAL } from "../../provider/resources/oauth-credential/key-kind.js";
import { type KeyKind } from "../../provider/resources/key/handlers.js";
import { decodeKeyAnswer, isAnswerFault } from "../../provider/api/wire.js";
import { readJson } from "../../provider/json-text.js";

/** A key that the service issued, with the details in its answer. */
export interface AnsweredKey {
  readonly kind: KeyKind;
  readonly organizationId: string;
  readonly keyId: string;
  readonly key: string;
  /** As in the answer. */
  readonly expirationDate: string;
  /** `keyInformation.provider` and `tenant`, in the letter case of the service. */
  readonly keyProvider: string | undefined;
  readonly tenant: string | undefined;
  /** `keyInformation.clientKeyId`; only for OAuth credentials. */
  readonly clientId: string | undefined;
}

const KINDS: Readonly<Record<string, KeyKind>> = {
  sharedsecret: SIGNING_KEY,
  oauthclientcredentials: OAUTH_CREDENTIAL,
};

const optional = z.string().min(1).optional().catch(undefined);
const detailsSchema = z.object({
  keyInformation: z.object({
    keyType: optional,
    organizationId: optional,
    provider: optional,
    tenant: optional,
    clientKeyId: optional,
  }),
});

/**
 * Reads the service's answer to CREATE or STORE.
 *
 * @param source where the text comes from, for messages
 * @throws Error that says what is wrong with it, without quoting a value
 */
export const readAnswer = (text: string, source = "standard input"): AnsweredKey => {
  if (text.trim() === "") throw new Error(`${source} is empty. Pass the service's answer to CREATE or STORE`);
  const answer = decodeKeyAnswer(text, []);
  if (isAnswerFault(answer)) throw new Error(`${source} isn't an answer with a key: ${answer.what}`);
  const { keyInformation } = detailsSchema.parse(readJson(text));
  const { keyType, organizationId, provider, tenant, clientKeyId } = keyInformation;
  const kind = KINDS[keyType?.toLowerCase() ?? ""];
  if (kind === undefined) {
    throw new Error("keyInformation.keyType of the answer must be sharedSecret or oAuthClientCredentials");
  }
  if (organizationId === undefined) throw new Error("the answer lacks keyInformation.organizationId");
  if (answer.expirationDate === undefined) throw new Error("the answer lacks keyInformation.expirationDate");
  return {
    kind,
    organizationId,
    keyId: answer.keyId,
    key: answer.key,
    expirationDate: answer.expirationDate,
    keyProvider: provider,
    tenant,
    clientId: clientKeyId,
  };
};
