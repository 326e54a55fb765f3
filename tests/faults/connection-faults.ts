import { atPlatform, failed, type Fault, fault, lost, made } from "./fault.js";
import { brokenHandshake, closingIdle, goodCertificate, nobody, silentHandshake, tls, unknownName } from "./sites.js";

/** Longer than the time limit of an attempt. */
const TOO_LATE_MS = 600_000;
const HOST = "127.0.0.1";
const UNREACHABLE = "ERR_KMS_UNREACHABLE";
const UNKNOWN = "ERR_KMS_OUTCOME_UNKNOWN";
const own = { hasOwnHost: true, pace: "retried" } as const;

/** Failed and broken connections. */
export const CONNECTION_FAULTS: readonly Fault[] = [
  fault("connection refused", nobody, failed(UNREACHABLE, 0), /connection was refused/, own),
  fault("host name unknown", unknownName, failed(UNREACHABLE, 0), /name of the host could not be resolved/, own),
  fault(
    "TLS: certificate for another host",
    tls(({ trusted }) => trusted.issue("elsewhere.example")),
    failed(UNREACHABLE, 0),
    /certificate is for another host/,
    own,
  ),
  fault(
    "TLS: certificate of an unknown authority",
    tls(({ untrusted }) => untrusted.issue(HOST)),
    failed(UNREACHABLE, 0),
    /NODE_EXTRA_CA_CERTS/,
    own,
  ),
  fault(
    "TLS: certificate expired",
    tls(({ trusted }) => trusted.issue(HOST, -1)),
    failed(UNREACHABLE, 0),
    /certificate has expired .*Check the clock/,
    own,
  ),
  fault(
    "TLS: not spoken by the host",
    tls(() => undefined),
    failed(UNREACHABLE, 0),
    /TLS could not be established/,
    own,
  ),
  fault("TLS: reset in the handshake", brokenHandshake, failed(UNREACHABLE, 0), /TLS could not be established/, own),
  fault(
    "TLS: no answer in the handshake",
    silentHandshake,
    failed(UNREACHABLE, 0),
    /no connection within the time allowed/,
    { hasOwnHost: true, pace: "timed-out" },
  ),
  fault(
    "reset before the answer",
    atPlatform([[{ kind: "reset", made: true }, 1]]),
    lost(UNKNOWN),
    /connection was closed before the answer was complete/,
  ),
  fault(
    "reset after the headers",
    atPlatform([[{ kind: "reset", made: true, afterBytes: 0 }, 1]]),
    lost(UNKNOWN),
    /connection was closed before the answer was complete/,
  ),
  fault(
    "reset inside the body",
    atPlatform([[{ kind: "reset", made: true, afterBytes: 50 }, 1]]),
    lost(UNKNOWN),
    /connection was closed before the answer was complete/,
  ),
  fault(
    "reset on a connection kept from an earlier request",
    atPlatform([[{ kind: "reset", made: true }, 1]], 1),
    lost(UNKNOWN),
    /connection was closed before the answer was complete/,
    { needsKeptConnection: true },
  ),
  fault(
    "TLS: reset on a connection kept from an earlier request",
    tls(goodCertificate, (platform) => platform.fault({ kind: "reset", made: true }, 1, { after: 1 })),
    lost(UNKNOWN),
    /connection was closed before the answer was complete/,
    { hasOwnHost: true, needsKeptConnection: true },
  ),
  fault("kept connection that the service closes after a second", closingIdle(1000), made(), /^$/, {
    hasOwnHost: true,
    needsKeptConnection: true,
    idleMs: 1001,
  }),
  fault(
    "reset of the retry after a 503",
    atPlatform([
      [{ kind: "answer", made: false, status: 503 }, 1],
      [{ kind: "reset", made: true }, 1],
    ]),
    lost(UNKNOWN, 2),
    /connection was closed before the answer was complete/,
  ),
  fault(
    "headers after three seconds",
    atPlatform([[{ kind: "delay", made: true, beforeHeadersMs: 3000 }, 1]]),
    made(),
    /^$/,
    { pace: "late" },
  ),
  fault(
    "the rest of the body after three seconds",
    atPlatform([[{ kind: "delay", made: true, insideBodyMs: 3000 }, 1]]),
    made(),
    /^$/,
    { pace: "late" },
  ),
  fault(
    "time-out before the headers",
    atPlatform([[{ kind: "delay", made: true, beforeHeadersMs: TOO_LATE_MS }, 1]]),
    lost(UNKNOWN),
    /within the time allowed/,
    { pace: "timed-out" },
  ),
  fault(
    "time-out inside the headers",
    atPlatform([[{ kind: "raw", made: true, text: "HTTP/1.1 201 Created\r\n" }, 1]]),
    lost(UNKNOWN),
    /within the time allowed/,
    { pace: "timed-out" },
  ),
  fault(
    "time-out inside the body",
    atPlatform([[{ kind: "delay", made: true, insideBodyMs: TOO_LATE_MS }, 1]]),
    lost(UNKNOWN),
    /within the time allowed/,
    { pace: "timed-out" },
  ),
  fault(
    "a body that drips for ever",
    atPlatform([[{ kind: "drip", made: true, everyMs: 20 }, 1]]),
    lost(UNKNOWN),
    /within the time allowed/,
    { pace: "timed-out" },
  ),
  fault(
    "status 103 for ever",
    atPlatform([[{ kind: "raw", made: true, text: "HTTP/1.1 103 Early Hints\r\n\r\n", everyMs: 20 }, 1]]),
    lost(UNKNOWN),
    /within the time allowed/,
    { pace: "timed-out" },
  ),
  fault(
    "status 101",
    atPlatform([
      [{ kind: "raw", made: true, text: "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n" }, 1],
    ]),
    lost(UNKNOWN),
    /within the time allowed/,
    { pace: "timed-out" },
  ),
  fault(
    "no HTTP",
    atPlatform([[{ kind: "raw", made: true, text: "SSH-2.0-sshd\r\n" }, 1]]),
    lost(UNKNOWN),
    /the answer isn't HTTP/,
  ),
  fault(
    "headers without end",
    atPlatform([[{ kind: "raw", made: true, text: `HTTP/1.1 201 Created\r\nx: ${"y".repeat(200_000)}` }, 1]]),
    lost(UNKNOWN),
    /the answer isn't HTTP/,
  ),
];
