import { createHash, randomUUID, timingSafeEqual } from "node:crypto";

const LIFETIME_SECONDS = 300;

/** The clients that may get a token: each ID with its secret. */
export type Clients = Readonly<Record<string, string>>;

interface TokenAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The client that got a token. */
  readonly clientId?: string;
}

const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest());

/** Stands for your authorization server: grants tokens to clients, and recognizes them. */
export const createTokenEndpoint = () => {
  const endMsByToken = new Map<string, number>();

  return {
    /** Answers a request of the client credentials grant (RFC 6749, section 4.4), with the credentials in its form. */
    grant(form: URLSearchParams, clients: Clients): TokenAnswer {
      const clientId = form.get("client_id") ?? "";
      const secret = Object.hasOwn(clients, clientId) ? clients[clientId] : undefined;
      const isClient = secret !== undefined && isSame(form.get("client_secret") ?? "", secret);
      if (!isClient) return { status: 401, body: { error: "invalid_client" } };
      if (form.get("grant_type") !== "client_credentials") {
        return { status: 400, body: { error: "unsupported_grant_type" } };
      }
      const nowMs = Date.now();
      for (const [token, endMs] of endMsByToken) if (endMs <= nowMs) endMsByToken.delete(token);
      const token = randomUUID();
      endMsByToken.set(token, nowMs + LIFETIME_SECONDS * 1000);
      const body = { access_token: token, token_type: "Bearer", expires_in: LIFETIME_SECONDS };
      return { status: 200, body, clientId };
    },

    /** Whether a request has a token that was granted here and hasn't expired. */
    hasToken(authorization: string | undefined): boolean {
      const token = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1] ?? "";
      return (endMsByToken.get(token) ?? 0) > Date.now();
    },
  };
};
