import { noAuthentication } from "../../provider/auth/none.js";
import { createApiClient } from "../../provider/api/client.js";
import { createCertificatesClient } from "../../provider/api/certificates.js";
import { createEncryptionKeyHandlers } from "../../provider/resources/encryption-key/handlers.js";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { certificates, MAX_CERTIFICATE_DAYS } from "../support/encryption-vectors.js";
import { createAuthority } from "./certificates.js";
import { type Fault, type Surroundings } from "./fault.js";
import { FAULTS } from "./table.js";

/** What a fault of a request to store a certificate leads to. */
export interface CertificateEffect {
  /** `stored`, or the error code. */
  readonly outcome: string;
  readonly requests: number;
  /** Whether the service has the certificate although the state doesn't. */
  readonly isLost: boolean;
  readonly isInState: boolean;
  readonly nextUp: "stores it" | "changes nothing" | "replaces the key";
  /** The message that the user sees, or an empty string without an error. */
  readonly text: string;
}

export interface ObservedCertificate {
  readonly fault: Fault;
  readonly observation: CertificateEffect;
}

/** The faults of an answer. Those of a connection don't depend on what is requested. */
export const CERTIFICATE_FAULTS = FAULTS.filter(
  ({ pace, hasOwnHost, needsKeptConnection }) => pace === "quick" && !hasOwnHost && !needsKeptConnection,
);

const observe = async (fault: Fault, surroundings: Surroundings): Promise<CertificateEffect> => {
  const { organizationId, platform } = surroundings;
  const site = await fault.arrange(surroundings);
  const now = (): Date => new Date();
  const client = createCertificatesClient({
    client: createApiClient({ now, backoffMs: () => 1 }),
    now,
    newCorrelationId: () => "correlation",
  });
  const handlers = createEncryptionKeyHandlers({
    now,
    notify: async () => {},
    connections: {
      hostOf: () => undefined,
      open: async () => ({
        origin: site.origin(),
        authenticate: noAuthentication(),
        senderOrganizationId: undefined,
        permissions: undefined,
      }),
    },
    loadClient: async () => client,
  });
  const inputs = { organizationId, certificate: certificates.a };
  const create = async (): Promise<{ outs?: object; text: string }> => {
    try {
      const result: { readonly outs?: unknown } = await handlers.create(inputs);
      return { outs: Object(result.outs) as object, text: "" };
    } catch (error) {
      return { text: error instanceof Error ? error.message : "no error" };
    }
  };
  try {
    const { outs, text } = await create();
    const seen = {
      outcome: text === "" ? "stored" : (/^ERR_\w+/.exec(text)?.[0] ?? text),
      requests: site.requests(),
      isLost: outs === undefined && platform.currentEncryptionKey(organizationId) !== undefined,
      isInState: outs !== undefined,
      text,
    };
    await site.lift();
    if (outs === undefined) {
      const again = await create();
      if (again.text !== "") throw new Error(again.text);
      return { ...seen, nextUp: "stores it" };
    }
    const { changes = false } = await handlers.diff("id", { ...outs }, inputs);
    return { ...seen, nextUp: changes ? "replaces the key" : "changes nothing" };
  } finally {
    await site.close();
  }
};

/** Observes all faults, each for its own organization. */
export const observeCertificateFaults = async (): Promise<readonly ObservedCertificate[]> => {
  const platform: Platform = await startPlatform({ maxCertificateDays: MAX_CERTIFICATE_DAYS });
  const authority = createAuthority("unused");
  try {
    const observed: ObservedCertificate[] = [];
    for (const [index, fault] of CERTIFICATE_FAULTS.entries()) {
      const surroundings = { platform, organizationId: `fault-${index}`, trusted: authority, untrusted: authority };
      observed.push({ fault, observation: await observe(fault, surroundings) });
    }
    return observed;
  } finally {
    await platform.close();
  }
};
