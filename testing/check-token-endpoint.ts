import { randomBytes } from "node:crypto";
import { isLoopbackHost } from "../provider/loopback.js";
import { type Answer, exchangeOnce, type NoAnswer } from "./exchange.js";
import { checkRefusal, checkTokenAnswer } from "./token-answer.js";
import { judge, type TokenEndpointCheck, type TokenEndpointReport } from "./token-endpoint-report.js";
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
  /** Sent as it is, if there is one. */
  readonly scope?: string | undefined;
  /** For each of the five requests; 30 seconds unless told. */
  readonly timeoutMs?: number | undefined;
}

const urlFault = (url: URL | null): string | undefined => {
  if (url === null) return "one that cannot be read";
  if (url.protocol === "http:" && !isLoopbackHost(url.host)) return "http on another host";
  if (url.protocol !== "http:" && url.protocol !== "https:") return "another scheme";
  if (url.username !== "" || url.password !== "") return "one with credentials";
  return url.href.includes("#") ? "one with a fragment" : undefined;
};

const refuseMisuse = ({ clientId, clientSecret, timeoutMs = 1 }: TokenEndpointToCheck): void => {
  if (clientId === "") throw new TypeError("clientId must not be empty");
  if (clientSecret === "") throw new TypeError("clientSecret must not be empty");
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs must be a whole number of milliseconds, 1 to ${MAX_TIMEOUT_MS}`);
  }
};

const connectionChecks = (url: URL, first: Answer | NoAnswer): TokenEndpointCheck[] => {
  const { missing, reason } = first.isAnswer ? { missing: undefined, reason: "" } : first;
  const reachable = judge(
    { name: "reachable", asked: "a connection", reference: "RFC 6749, 3.2" },
    missing === "connection" ? `none (${reason})` : undefined,
  );
  if (url.protocol === "http:" || !reachable.ok) return [reachable];
  const asked = "TLS with a certificate that Node.js trusts for this host";
  return [
    reachable,
    judge(
      { name: "tls", asked, reference: "RFC 6749, 1.6 and 3.2" },
      missing === "tls" ? `none (${reason})` : undefined,
    ),
  ];
};

async function* checksOf(endpoint: TokenEndpointToCheck): AsyncGenerator<TokenEndpointCheck> {
  const url = URL.parse(endpoint.url);
  const fault = urlFault(url);
  yield judge(
    {
      name: "url",
      asked: "a URL with https (http on loopback alone), without credentials and fragment",
      reference: "RFC 6749, 2.3.1 and 3.2",
    },
    fault,
  );
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
        asked: "status 400 or 401 with invalid_client to a wrong secret",
        reference: "RFC 6749, 5.2",
      },
      await send(style, randomBytes(32).toString("base64url")),
      { statuses: [400, 401], error: "invalid_client" },
    );
  }
  // A server that accepts no credentials refuses them before it looks at the grant.
  if (working === undefined) return;
  yield checkRefusal(
    {
      name: "unknown-grant",
      asked: "status 400 with unsupported_grant_type to an unknown grant_type",
      reference: "RFC 6749, 5.2",
    },
    await send(working, clientSecret, UNKNOWN_GRANT_TYPE),
    { statuses: [400], error: "unsupported_grant_type" },
  );
}

/**
 * Asks an OAuth token endpoint for tokens as the platform does, and tells whether it answers as the platform needs.
 * Two of the requests carry a wrong secret, one an unknown grant type. No secret and no token is in the report.
 *
 * @throws TypeError for an empty id or secret, or a time limit out of bounds
 * @see docs/token-endpoint.md
 */
export const checkTokenEndpoint = async (endpoint: TokenEndpointToCheck): Promise<TokenEndpointReport> => {
  refuseMisuse(endpoint);
  const checks: TokenEndpointCheck[] = [];
  for await (const check of checksOf(endpoint)) checks.push(check);
  return { ok: checks.every(({ ok, required }) => ok || !required), checks };
};
