import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import { type Adapter, Provider } from "oidc-provider";
import { type ServerCertificate } from "../support/certificates.js";

export const CLIENT_ID = "ef400ac1-edfe-406e-94b3-0d73be09a1a0";
/** Contains characters that the form and Basic encode: a server that decodes one of them wrongly rejects it. */
export const CLIENT_SECRET = "secret that+nobody%may:see";

export interface OAuthServer {
  readonly origin: string;
  readonly tokenUrl: string;
  readonly close: () => Promise<void>;
}

const SCOPE = "notify";

/** Stores nothing: no client presents a token to this server. */
class NoStorage implements Adapter {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async destroy(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}

const startProvider = async (origin: string): Promise<Provider> => {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return new Provider(origin, {
    adapter: NoStorage,
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
        scope: SCOPE,
      },
    ],
    cookies: { keys: ["a key for cookies that no request sets"] },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    interactions: { url: () => "/nowhere" },
    jwks: { keys: [await exportJWK(privateKey)] },
    scopes: [SCOPE, "of-another-client"],
    ttl: { ClientCredentials: 600 },
  });
};

/** Starts a real OAuth server with one client on a free loopback port, with TLS if a certificate is given. */
export const startOAuthServer = async (certificate?: ServerCertificate): Promise<OAuthServer> => {
  const server = certificate === undefined ? createHttpServer() : createHttpsServer(certificate);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `${certificate === undefined ? "http" : "https"}://127.0.0.1:${port}`;
  const handle = (await startProvider(origin)).callback();
  server.on("request", (request, response) => void handle(request, response));
  return {
    origin,
    tokenUrl: `${origin}/token`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
