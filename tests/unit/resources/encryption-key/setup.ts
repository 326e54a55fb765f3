import { type CertificateAnswer, type CertificateRequest } from "../../../../provider/api/certificate-wire.js";
import { type ConnectionHost } from "../../../../provider/connection/connection.js";
import { createEncryptionKeyHandlers } from "../../../../provider/resources/encryption-key/handlers.js";
import { type Handlers } from "../../../../provider/resources/key/handlers.js";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { certificates } from "../../../support/encryption-vectors.js";

export const NOW = new Date("2026-06-01T12:00:00Z");
/** The first 16 hex digits of the SHA-256 of the certificate's DER, as `openssl x509 -fingerprint -sha256` prints them. */
export const DIGEST_OF_A = "1d7d928bbfbad90c";
export const END = "2126-01-01T00:00:00.000Z";

export interface Site {
  readonly handlers: Handlers;
  readonly requests: readonly { readonly origin: string; readonly request: CertificateRequest }[];
  readonly notices: readonly string[];
}

export interface SiteOptions {
  readonly answer?: Partial<CertificateAnswer>;
  readonly at?: Date;
  readonly host?: ConnectionHost | undefined;
}

const ANSWER: CertificateAnswer = {
  keyId: "key-id",
  status: "ACTIVE",
  submitTimeUtc: NOW.toISOString(),
  expirationDate: END,
};

/** The handlers of a provider process, with the requests that they sent and the notices that they showed. */
export const siteOf = ({ answer = {}, at = NOW, ...options }: SiteOptions = {}): Site => {
  const requests: { origin: string; request: CertificateRequest }[] = [];
  const notices: string[] = [];
  const host = "host" in options ? options.host : { host: "default.example.com", isOfStack: true };
  const handlers = createEncryptionKeyHandlers({
    now: () => at,
    notify: async (text, severity) => void notices.push(severity === "warning" ? `warning: ${text}` : text),
    connections: {
      hostOf: () => host,
      open: async (connection) => ({
        origin: `https://${connection}.example.com`,
        authenticate: () => Promise.resolve({}),
        senderOrganizationId: undefined,
        permissions: undefined,
      }),
    },
    loadClient: async () => ({
      storeCertificate: async ({ origin }, request) => {
        requests.push({ origin, request });
        return { ...ANSWER, ...answer, correlationId: "correlation" };
      },
    }),
  });
  return { handlers, requests, notices };
};

export const INPUTS = { organizationId: "org", certificate: certificates.a };

/** Outputs of a certificate that was stored now, as create returns them. */
export const OUTPUTS = {
  keyId: wireSecret("key-id"),
  expirationDate: wireSecret(END),
  submitTimeUtc: wireSecret(NOW.toISOString()),
  organizationId: "org",
  certificate: certificates.a,
  keyProvider: "nrtd",
  tenant: "org",
  host: "default.example.com",
  status: "ACTIVE",
  correlationId: "correlation",
};

/** The same in the state, as diff gets them. */
export const OLDS = { ...OUTPUTS, keyId: "key-id", expirationDate: END, submitTimeUtc: NOW.toISOString() };
