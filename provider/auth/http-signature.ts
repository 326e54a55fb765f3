import { createHmac } from "node:crypto";
import { type Authenticator } from "./authenticator.js";
import { digestBody } from "./digest.js";
import { validateIdentifiers } from "./identifiers.js";
import { readSharedSecret } from "./shared-secret.js";

export interface HttpSignatureCredentials {
  readonly merchantId: string;
  readonly keyId: string;
  /** Base64, as the Business Center shows it. */
  readonly sharedSecret: string;
  /** Id of the portfolio that the key belongs to, if it is a meta key. */
  readonly portfolioId?: string | undefined;
}

/**
 * Signs requests with the vendor's HTTP Signature (HMAC-SHA256), which is being retired in favour of JWT.
 * @throws AuthenticationConfigError ERR_AUTH_ID, ERR_AUTH_SHARED_SECRET
 */
export const httpSignature = (credentials: HttpSignatureCredentials): Authenticator => {
  validateIdentifiers(credentials);
  const { merchantId, keyId, portfolioId } = credentials;
  const secret = readSharedSecret(credentials.sharedSecret);

  return async (request, now) => {
    const date = now.toUTCString();
    const digest = digestBody(request);
    const digestHeader = digest === undefined ? {} : { digest: `SHA-256=${digest}` };
    const signed = {
      host: request.host,
      date,
      "request-target": `${request.method.toLowerCase()} ${request.path}`,
      ...digestHeader,
      // With a meta key, the signature covers the portfolio, and the header names the merchant.
      "v-c-merchant-id": portfolioId ?? merchantId,
    };
    const text = Object.entries(signed)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n");
    const signature = createHmac("sha256", secret).update(text, "utf8").digest("base64");
    const names = Object.keys(signed).join(" ");
    return {
      "v-c-merchant-id": merchantId,
      date,
      ...digestHeader,
      signature: `keyid="${keyId}", algorithm="HmacSHA256", headers="${names}", signature="${signature}"`,
    };
  };
};
