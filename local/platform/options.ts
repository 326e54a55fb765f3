import { type Credentials } from "./authentication/credentials.js";
import { type DateForm } from "./date-form.js";
import { type CertificateAnswerForm } from "./encryption/certificate-answer.js";
import { type JournalEntry } from "./journal.js";
import { type ForeignAnswer } from "./foreign-credential.js";
import { type Parents } from "./hierarchy.js";
import { type OnCreate } from "./keys.js";
import { type SubscriptionOptions } from "./subscriptions/options.js";
import { type Grant } from "./validity.js";

/** The options of a local platform. All of them have defaults. */
export interface PlatformOptions extends Credentials, Grant {
  /** Port on 127.0.0.1. With 0, the default, it takes any free port. */
  port?: number | undefined;
  /** PEM key and certificate, for HTTPS. */
  tls?: { key: string | Buffer; cert: string | Buffer } | undefined;
  /** `override` by default. */
  onCreate?: OnCreate | undefined;
  /** By default, `offset` for CREATE and `zulu` for STORE. */
  dateForm?: DateForm | undefined;
  /** The top-level `status` of a successful answer, `SUCCESS` by default. */
  status?: "SUCCESS" | "ACCEPTED" | undefined;
  /** Answers an invalid body with 201 and a failed key instead of 400. */
  failInBody?: boolean | undefined;
  /** The form of the answer to a stored certificate: `key` (the guide), the default, or `status` (the specification). */
  certificateAnswer?: CertificateAnswerForm | undefined;
  /** The longest validity of a certificate that is taken, 90 days by default: the guide advises that. */
  maxCertificateDays?: number | undefined;
  /** How subscriptions are treated. */
  subscriptions?: SubscriptionOptions | undefined;
  /** `none` by default. With `required`, each request must be signed with one of the given credentials. */
  authentication?: "none" | "required" | undefined;
  /**
   * The organizations above others. If it's given, a credential may act only for its merchant, and for organizations
   * below that one. Without it, every credential may act for every organization.
   */
  parents?: Parents | undefined;
  /** The answer to a credential that may not act for the organization, `documented` by default. */
  foreignCredential?: ForeignAnswer | undefined;
  /** Accepts an `Accept` header with only `application/hal+json`, as some plug-ins still send it. */
  acceptsHalJson?: boolean | undefined;
  /** Accepts HTTP Signatures with `(request-target)`, which the vendor says it has refused since 2024. */
  acceptsParentheses?: boolean | undefined;
  /** Values of the Host header to accept besides the local platform's own address. */
  hosts?: readonly string[] | undefined;
  /** How far a request's time may differ from the local platform's clock, 15 minutes by default. */
  skewSeconds?: number | undefined;
  /** A delay before each answer. */
  latencyMs?: number | undefined;
  /**
   * Breaks a connection when a request arrives on it after it was idle for longer than this time on the local
   * platform's clock. The request isn't handled. It stands for a server that closes an idle connection at the moment
   * when the client sends a request. Never by default.
   */
  closeIdleMs?: number | undefined;
  /** If more requests than this are in progress, the local platform answers 429. */
  maxConcurrent?: number | undefined;
  /** The base clock that the local platform's clock runs with. */
  now?: (() => Date) | undefined;
  /** A file to store the keys in, so that they survive a restart. */
  persist?: string | undefined;
  /** Called with each new journal entry. */
  onRequest?: ((entry: JournalEntry) => void) | undefined;
}
