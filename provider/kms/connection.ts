import { type Authenticator } from "../auth/authenticator.js";

/** Where requests go and how they are signed. */
export interface Connection {
  /** Origin of the service, such as `https://api.cybersource.com`; `http:` on loopback only. */
  readonly origin: string;
  readonly authenticate: Authenticator;
  /** `v-c-sender-organization-id`, sent only when set. */
  readonly senderOrganizationId: string | undefined;
  /** `v-c-permissions`, sent only when set. */
  readonly permissions: string | undefined;
}
