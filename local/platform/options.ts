import { type Credentials } from "./authentication/credentials.js";
import { type DateForm } from "./date-form.js";
import { type JournalEntry } from "./journal.js";
import { type OnCreate } from "./keys.js";
import { type SubscriptionOptions } from "./subscriptions/options.js";
import { type Grant } from "./validity.js";

/** How a local platform behaves; every part has a default. */
export interface PlatformOptions extends Credentials, Grant {
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  port?: number | undefined;
  /** PEM key and certificate; with them the local platform speaks https. */
  tls?: { key: string | Buffer; cert: string | Buffer } | undefined;
  /** `override` by default. */
  onCreate?: OnCreate | undefined;
  /** By default `offset` for CREATE and `zulu` for STORE. */
  dateForm?: DateForm | undefined;
  /** Top status of a good answer, `SUCCESS` by default. */
  status?: "SUCCESS" | "ACCEPTED" | undefined;
  /** Answers an invalid body with 201 and a failed key in place of 400. */
  failInBody?: boolean | undefined;
  /** How subscriptions are treated. */
  subscriptions?: SubscriptionOptions | undefined;
  /** `none` by default; `required` verifies each request against the credentials given. */
  authentication?: "none" | "required" | undefined;
  /** Host header values that are served beside the local platform's own. */
  hosts?: readonly string[] | undefined;
  /** How far a request's clock may be from the local platform's, 15 minutes by default. */
  skewSeconds?: number | undefined;
  /** Time that every request takes. */
  latencyMs?: number | undefined;
  /**
   * Closes a connection that was idle for longer than so many milliseconds of the local platform's clock as the next request comes on
   * it, which is not handled: what a client meets whose request crosses the end of an idle connection. Never by default.
   */
  closeIdleMs?: number | undefined;
  /** Requests at once above which the local platform answers 429. */
  maxConcurrent?: number | undefined;
  /** The time that the local platform's clock runs with. */
  now?: (() => Date) | undefined;
  /** File in which the keys survive a restart. */
  persist?: string | undefined;
  /** Hears of each request as it enters the journal. */
  onRequest?: ((entry: JournalEntry) => void) | undefined;
}
