import { type Authenticator } from "../auth/authenticator.js";

/** Where requests go and how they are signed. */
export interface Connection {
  /** Origin of the service, such as `https://api.cybersource.com`; `http:` on loopback only. */
  readonly origin: string;
  /** The proxy to go through, with its user and password where it has them. */
  readonly proxy?: URL | undefined;
  readonly authenticate: Authenticator;
  /** `v-c-sender-organization-id`, sent only when set. */
  readonly senderOrganizationId: string | undefined;
  /** `v-c-permissions`, sent only when set. */
  readonly permissions: string | undefined;
}
