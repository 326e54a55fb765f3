import {
  type CertificateAnswer,
  type CertificateRequest,
  decodeCertificateAnswer,
  encodeCertificateRequest,
} from "./certificate-wire.js";
import { type Connection } from "./connection.js";
import { createKeyExchange, type KeysSources } from "./key-exchange.js";
import { CERTIFICATE_TEXTS } from "./request-texts.js";

/** @see docs/encryption.md */
const CERTIFICATES_PATH = "/kms/egress/v2/keys-asym";

export interface StoredCertificate extends CertificateAnswer {
  readonly correlationId: string;
}

export interface CertificatesClient {
  /**
   * Sends one STORE and returns what the service says about the key.
   *
   * @throws KmsError if the service doesn't say that it stored the certificate; codes in docs/errors.md
   * @throws AuthenticationConfigError if the request can't be signed
   */
  storeCertificate(connection: Connection, request: CertificateRequest): Promise<StoredCertificate>;
}

/** Creates the client that stores certificates. */
export const createCertificatesClient = (sources: KeysSources): CertificatesClient => {
  const post = createKeyExchange(sources);
  return {
    storeCertificate: (connection, request) =>
      post(connection, {
        action: "STORE",
        organizationId: request.organizationId,
        path: CERTIFICATES_PATH,
        body: encodeCertificateRequest(request),
        secrets: [],
        texts: CERTIFICATE_TEXTS,
        decode: decodeCertificateAnswer,
      }),
  };
};
