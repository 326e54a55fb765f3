import { type OutgoingHttpHeaders } from "node:http";

/** Where the credentials are sent. RFC 7591 calls the two styles `client_secret_post` and `client_secret_basic`. */
export type CredentialStyle = "body" | "basic";

export interface TokenRequest {
  readonly style: CredentialStyle;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string | undefined;
  readonly grantType: string;
}

/** RFC 6749, appendix B. */
const formEncode = (text: string): string => new URLSearchParams({ "": text }).toString().slice("=".length);

/** Headers and form of the token request that the platform sends (RFC 6749, 2.3.1 and 4.4.2). */
export const encodeTokenRequest = ({
  style,
  clientId,
  clientSecret,
  scope,
  grantType,
}: TokenRequest): { headers: OutgoingHttpHeaders; body: string } => {
  const form = new URLSearchParams({ grant_type: grantType });
  if (scope !== undefined) form.set("scope", scope);
  const headers: OutgoingHttpHeaders = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
    "user-agent": "pulumi-cybersource-webhooks",
  };
  if (style === "body") {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  } else {
    const pair = `${formEncode(clientId)}:${formEncode(clientSecret)}`;
    headers["authorization"] = `Basic ${Buffer.from(pair).toString("base64")}`;
  }
  return { headers, body: form.toString() };
};
