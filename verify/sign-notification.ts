import { requireKeys, type VerificationKey } from "./keys.js";
import { type PayloadForm, type RawBody, signedPayloadOf } from "./payload.js";
import { signatureOf } from "./signature.js";

export interface NotificationToSign {
  /** The body that will be sent. */
  readonly body: RawBody;
  readonly key: VerificationKey;
  /** The time of the signature. Default: now. */
  readonly now?: Date;
  /** What is signed, as in `verifyNotification`. Default `raw`. */
  readonly payloadForm?: PayloadForm;
}

/** The header `v-c-signature` that the platform would send with this body. For tests of receivers. */
export const signNotification = ({ body, key, now = new Date(), payloadForm = "raw" }: NotificationToSign): string => {
  requireKeys(key);
  const timestampText = String(now.getTime());
  const { signed } = signedPayloadOf(body, payloadForm);
  return `t=${timestampText};keyId=${key.keyId};sig=${signatureOf(key, timestampText, signed)}`;
};
