import { createKeyHandlers, type Handlers, type KeyKind } from "../../../../provider/resources/key/handlers.js";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { type ConnectionHost } from "../../../../provider/connection/connection.js";
import { type IssuedKey } from "../../../../provider/api/keys.js";
import { type KeyRequest } from "../../../../provider/api/wire.js";

export const now = new Date("2026-06-01T12:00:00Z");
export const inDays = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString();
/** The first 16 hex digits of the SHA-256 of `key-id`. */
export const DIGEST = "436319432647e005";
export const ID = `org/${DIGEST}`;

/** The handlers of a provider process, with the requests that they sent and the notices that they showed. */
export interface Site {
  readonly handlers: Handlers;
  readonly requests: readonly { connection: string; request: KeyRequest }[];
  readonly notices: readonly string[];
}

export const issuedKey: IssuedKey = {
  keyId: "key-id",
  key: "key",
  status: "ACTIVE",
  submitTimeUtc: inDays(0),
  expirationDate: inDays(365),
  correlationId: "correlation",
};

export interface SiteOptions {
  /** Properties of the service's answer that differ from `issuedKey`. */
  readonly issued?: Partial<IssuedKey>;
  readonly at?: Date;
  /** Hosts of connections. Default: `NAME.example.com`, from the stack's configuration. */
  readonly hosts?: Readonly<Record<string, ConnectionHost | undefined>>;
}

export const siteOf = (kind: KeyKind, { issued = {}, at = now, hosts = {} }: SiteOptions = {}): Site => {
  const requests: { connection: string; request: KeyRequest }[] = [];
  const notices: string[] = [];
  const handlers = createKeyHandlers(kind, {
    now: () => at,
    notify: async (text, severity) => void notices.push(severity === "warning" ? `warning: ${text}` : text),
    connections: {
      hostOf: (connection) =>
        connection in hosts ? hosts[connection] : { host: `${connection}.example.com`, isOfStack: true },
      open: async (connection) => ({
        origin: `https://${connection}.example.com`,
        authenticate: () => Promise.resolve({}),
        senderOrganizationId: undefined,
        permissions: undefined,
      }),
    },
    loadClient: async () => ({
      requestKey: async ({ origin }, request) => {
        requests.push({ connection: origin, request });
        return { ...issuedKey, ...issued };
      },
    }),
  });
  return { handlers, requests, notices };
};

/** Outputs of a key that was created now. */
export const outputs = {
  keyId: wireSecret("key-id"),
  key: wireSecret("key"),
  expirationDate: wireSecret(inDays(365)),
  submitTimeUtc: wireSecret(inDays(0)),
  organizationId: "org",
  expiryDuration: 365,
  keyProvider: "nrtd",
  tenant: "org",
  host: "default.example.com",
  status: "ACTIVE",
  correlationId: "correlation",
  adopted: "none",
};

/** Outputs in the state, as diff gets them, of a key that expires in 100 days. */
export const olds = {
  keyId: "key-id",
  key: "key",
  expirationDate: inDays(100),
  submitTimeUtc: inDays(-265),
  organizationId: "org",
  expiryDuration: 365,
  keyProvider: "nrtd",
  tenant: "org",
  host: "default.example.com",
  status: "ACTIVE",
};
