import { randomBytes } from "node:crypto";
import { isLoopbackHost } from "../provider/loopback.js";
import { type Answer, exchangeOnce, type NoAnswer } from "./exchange.js";
import { checkRefusal, checkTokenAnswer } from "./token-answer.js";
import { resultOf, type TokenEndpointCheck, type TokenEndpointReport } from "./token-endpoint-report.js";
import { type CredentialStyle, encodeTokenRequest } from "./token-request.js";

const GRANT_TYPE = "client_credentials";
const UNKNOWN_GRANT_TYPE = "unknown_grant_type";
const MAX_TIMEOUT_MS = 600_000;
const STYLES: readonly CredentialStyle[] = ["body", "basic"];

export interface TokenEndpointToCheck {
  /** The `oAuthURL` of the webhook's security policy. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Sent unchanged. Default: no scope. */
  readonly scope?: string | undefined;
  /** Timeout of each request in milliseconds. Default 30,000. */
  readonly timeoutMs?: number | undefined;
}

const urlFault = (url: URL | null): string | undefined => {
  if (url === null) return "The URL can't be parsed.";
  if (url.protocol === "http:" && !isLoopbackHost(url.host))
    return "The URL must use https: http is only for loopback.";
  if (url.protocol !== "http:" && url.protocol !== "https:") return "The URL must use https.";
  if (url.username !== "" || url.password !== "") return "The URL must not contain credentials.";
  return url.href.includes("#") ? "The URL must not contain a fragment (#)." : undefined;
};

/** Host and port, such as `login.example.com:443`. */
const addressOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port !== "" ? port : protocol === "https:" ? "443" : "80"}`;

const refuseMisuse = ({ clientId, clientSecret, timeoutMs = 1 }: TokenEndpointToCheck): void => {
  if (clientId === "") throw new TypeError("clientId must not be empty");
  if (clientSecret === "") throw new TypeError("clientSecret must not be empty");
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs must be a whole number of milliseconds, 1 to ${MAX_TIMEOUT_MS}`);
  }
};

const connectionChecks = (url: URL, first: Answer | NoAnswer): TokenEndpointCheck[] => {
  const { missing, reason } = first.isAnswer ? { missing: undefined, reason: "" } : first;
  const reachable = resultOf(
    { name: "reachable", reference: "RFC 6749, 3.2" },
    "The endpoint accepts connections.",
    missing === "connection"
      ? `Can't connect to ${addressOf(url)} (${reason}). Check the URL and your firewall.`
      : undefined,
  );
  if (url.protocol === "http:" || !reachable.ok) return [reachable];
  return [
    reachable,
    resultOf(
      { name: "tls", reference: "RFC 6749, 1.6 and 3.2" },
      "Node.js trusts the endpoint's certificate.",
      missing === "tls"
        ? `Can't set up TLS with ${addressOf(url)} (${reason}). Check that its certificate is valid for this host and ` +
            "issued by a certificate authority that Node.js trusts; NODE_EXTRA_CA_CERTS adds one."
        : undefined,
    ),
  ];
};

async function* checksOf(endpoint: TokenEndpointToCheck): AsyncGenerator<TokenEndpointCheck> {
  const url = URL.parse(endpoint.url);
  const fault = urlFault(url);
  yield resultOf({ name: "url", reference: "RFC 6749, 2.3.1 and 3.2" }, "The URL is valid.", fault);
  if (url === null || fault !== undefined) return;

  const { clientId, clientSecret, scope, timeoutMs = 30_000 } = endpoint;
  const send = (style: CredentialStyle, secret = clientSecret, grantType = GRANT_TYPE): Promise<Answer | NoAnswer> =>
    exchangeOnce({
      url,
      method: "POST",
      timeoutMs,
      ...encodeTokenRequest({ style, clientId, clientSecret: secret, scope, grantType }),
    });

  let working: CredentialStyle | undefined;
  for (const style of STYLES) {
    const answer = await send(style);
    if (style === STYLES[0]) {
      const checks = connectionChecks(url, answer);
      yield* checks;
      if (checks.some(({ ok }) => !ok)) return;
    }
    const checks = checkTokenAnswer(style, answer);
    yield* checks;
    if (!answer.isAnswer) continue;
    if (answer.status === 200) working ??= style;
    yield checkRefusal(
      {
        name: `${style}-wrong-secret`,
        expected: "status 400 or 401 with invalid_client for a wrong secret",
        reference: "RFC 6749, 5.2",
      },
      await send(style, randomBytes(32).toString("base64url")),
      { statuses: [400, 401], error: "invalid_client" },
    );
  }
  // A server that doesn't accept the credentials rejects them before it checks the grant type.
  if (working === undefined) return;
  yield checkRefusal(
    {
      name: "unknown-grant",
      expected: "status 400 with unsupported_grant_type for an unknown grant_type",
      reference: "RFC 6749, 5.2",
    },
    await send(working, clientSecret, UNKNOWN_GRANT_TYPE),
    { statuses: [400], error: "unsupported_grant_type" },
  );
}

/**
 * Requests tokens from an OAuth token endpoint as the platform does, and checks the answers. Sends five requests: two have a
 * wrong secret, one an unknown grant type. The report contains no secrets and no tokens.
 *
 * @throws TypeError for an empty ID or secret, or a timeout out of range
 * @see docs/token-endpoint.md
 */
export const checkTokenEndpoint = async (endpoint: TokenEndpointToCheck): Promise<TokenEndpointReport> => {
  refuseMisuse(endpoint);
  const checks: TokenEndpointCheck[] = [];
  for await (const check of checksOf(endpoint)) checks.push(check);
  return { ok: checks.every(({ ok, required }) => ok || !required), checks };
};
