import { type Authenticator } from "../auth/authenticator.js";

/** Where requests are sent and how they are signed. */
export interface Connection {
  /** Origin of the service, for example `https://api.cybersource.com`. `http:` only for loopback hosts. */
  readonly origin: string;
  /** URL of the proxy to connect through, including its user name and password if it needs them. */
  readonly proxy?: URL | undefined;
  readonly authenticate: Authenticator;
  /** Header `v-c-sender-organization-id`, sent only if set. */
  readonly senderOrganizationId: string | undefined;
  /** Header `v-c-permissions`, sent only if set. */
  readonly permissions: string | undefined;
}
