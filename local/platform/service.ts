import { type Outcome, createApi } from "./api.js";
import { createCredentialTable } from "./authentication/credentials.js";
import { createVerifier } from "./authentication/verify.js";
import { createClock } from "./clock.js";
import { type PlatformControl } from "./control.js";
import { deliverNotification } from "./delivery/deliver-notification.js";
import { type EncryptionKey } from "./encryption/encryption-key.js";
import { createEncryptionKeyStore } from "./encryption/store.js";
import { createFaultQueue } from "./fault.js";
import { type IdleConnections, createIdleConnections } from "./idle-connections.js";
import { type IssuedKey, type KeyType } from "./issued-key.js";
import { type JournalEntry, createJournal } from "./journal.js";
import { openStateFile } from "./key-file.js";
import { createKeyStore } from "./keys.js";
import { type PlatformOptions } from "./options.js";
import { type ReceivedRequest } from "./received-request.js";
import { createSubscriptions } from "./subscriptions/create-subscriptions.js";
import { type Grant } from "./validity.js";

const DEFAULT_SKEW_SECONDS = 900;
const DEFAULT_CERTIFICATE_DAYS = 90;

/** The local platform without its sockets. */
export interface PlatformService {
  control: PlatformControl;
  api: (request: ReceivedRequest) => Outcome;
  idle: IdleConnections;
  record: (entry: JournalEntry) => void;
  currentKey: (organizationId: string, keyType: KeyType) => IssuedKey | undefined;
  currentEncryptionKey: (organizationId: string) => EncryptionKey | undefined;
}

/** Assembles the local platform. Throws if the state file is unreadable or a credential unusable. */
export const createService = (
  options: PlatformOptions,
  isServed: (host: string) => boolean,
  closing: AbortSignal,
): PlatformService => {
  const clock = createClock(options.now ?? (() => new Date()));
  const journal = createJournal(options.onRequest ?? (() => undefined));
  const faults = createFaultQueue();
  const skewMs = (options.skewSeconds ?? DEFAULT_SKEW_SECONDS) * 1000;
  const isAuthenticated = options.authentication === "required";
  const verify = isAuthenticated
    ? createVerifier(createCredentialTable(options), isServed, {
        skewMs,
        acceptsParentheses: options.acceptsParentheses,
      })
    : undefined;
  const file = openStateFile(options.persist);
  const keys = createKeyStore(options.onCreate ?? "override", file);
  const encryptionKeys = createEncryptionKeyStore(file);
  const currentEncryptionKey = (organizationId: string) => encryptionKeys.current(organizationId, clock.now());
  const currentKey = (organizationId: string, keyType: KeyType): IssuedKey | undefined =>
    keys.current(organizationId, keyType);
  const subscriptions = createSubscriptions({
    options: options.subscriptions,
    clock,
    encryptionKeyOf: currentEncryptionKey,
    signingKeyOf: (organizationId) => currentKey(organizationId, "sharedSecret"),
    credentialsOf: (organizationId, keyId) =>
      keyId === undefined ? currentKey(organizationId, "oAuthClientCredentials") : keys.stored(organizationId, keyId),
    parents: options.parents ?? {},
    held: file.content().subscriptions,
    save: (held) => file.save({ subscriptions: held }),
    signal: closing,
  });
  const idle = createIdleConnections(() => clock.now(), options.closeIdleMs);
  let grant: Grant = { grantSeconds: options.grantSeconds, grantAtMostDays: options.grantAtMostDays };

  return {
    control: {
      ...subscriptions.control,
      journal: journal.entries,
      now: () => clock.now(),
      fault: (fault, times = 1, target = {}) => faults.add(fault, times, target),
      clearFaults: (organizationId) => faults.clear(organizationId),
      setClock(instant) {
        clock.set(instant);
        subscriptions.wake();
      },
      advance(milliseconds) {
        clock.advance(milliseconds);
        subscriptions.wake();
      },
      grant(next) {
        grant = next;
      },
      closeIdle: (afterMs) => idle.closeAfter(afterMs),
      deliver: (request) =>
        deliverNotification(request, {
          now: () => clock.now(),
          currentKey,
          encryptionKeyOf: currentEncryptionKey,
          signal: closing,
        }),
    },
    api: createApi({
      clock,
      keys,
      encryptionKeys,
      certificates: {
        answer: options.certificateAnswer ?? "key",
        maxDays: options.maxCertificateDays ?? DEFAULT_CERTIFICATE_DAYS,
      },
      subscriptions,
      faults,
      grant: () => grant,
      style: { status: options.status ?? "SUCCESS", dateForm: options.dateForm },
      failsInBody: options.failInBody ?? false,
      verify,
      acceptsHalJson: options.acceptsHalJson ?? false,
      foreign:
        options.parents === undefined
          ? undefined
          : { parents: options.parents, form: options.foreignCredential ?? "documented" },
    }),
    idle,
    record: (entry) => journal.add(entry),
    currentKey,
    currentEncryptionKey,
  };
};
