import { type NoAnswer } from "./exchange.js";

/** Why a request couldn't be sent, and what to do about it. */
export interface ConnectionProblem {
  readonly what: string;
  readonly advice: string;
}

const NAME: ConnectionProblem = {
  what: "the name of the host could not be resolved",
  advice: "Check `environment` or `host` of the connection, and the network",
};
const CHAIN: ConnectionProblem = {
  what: "its certificate is not signed by an authority that is trusted here",
  advice:
    "Check `host` of the connection; if a proxy in your network intercepts TLS, add its certificate authority with NODE_EXTRA_CA_CERTS",
};
const NO_TLS: ConnectionProblem = {
  what: "TLS could not be established",
  advice: "Check `host` of the connection, its port, and proxies and firewalls between this machine and the host",
};

const PROBLEMS: ReadonlyMap<string, ConnectionProblem> = new Map(
  Object.entries({
    ENOTFOUND: NAME,
    EAI_AGAIN: NAME,
    ECONNREFUSED: {
      what: "the connection was refused",
      advice: "Check `host` of the connection, its port, and firewalls",
    },
    ETIMEDOUT: {
      what: "no connection within the time allowed",
      advice: "Check `host` of the connection, the network and firewalls",
    },
    ERR_TLS_CERT_ALTNAME_INVALID: {
      what: "its certificate is for another host",
      advice: "Check `host` of the connection, and proxies between this machine and the host",
    },
    CERT_HAS_EXPIRED: {
      what: "its certificate has expired",
      advice: "Check the clock of this machine; if it's right, ask the operator of the host",
    },
    DEPTH_ZERO_SELF_SIGNED_CERT: CHAIN,
    SELF_SIGNED_CERT_IN_CHAIN: CHAIN,
    UNABLE_TO_GET_ISSUER_CERT: CHAIN,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CHAIN,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: CHAIN,
    EPROTO: NO_TLS,
    ECONNRESET: NO_TLS,
  }),
);

const UNKNOWN_PROBLEM: ConnectionProblem = {
  what: "no connection",
  advice: "Check `host` of the connection, the network and certificates",
};

/** The meaning of an error code of Node.js. */
const problemOf = (code: string): ConnectionProblem =>
  PROBLEMS.get(code) ?? (code.startsWith("ERR_SSL_") ? NO_TLS : UNKNOWN_PROBLEM);

/** Why there was no connection, with the error code and the proxy, and what to check. */
export const connectionProblemOf = ({ code, proxyHost }: Pick<NoAnswer, "code" | "proxyHost">): ConnectionProblem => {
  const { what, advice } = problemOf(code);
  if (proxyHost === undefined) return { what: `${what} (${code})`, advice };
  return { what: `${what} through the proxy ${proxyHost} (${code})`, advice: `${advice}; check HTTPS_PROXY as well` };
};

const DISCONNECTED = "the connection was closed before the answer was complete";
const REASONS: Readonly<Record<string, string>> = {
  ETIMEDOUT: "no complete answer arrived within the time allowed",
  ECONNRESET: DISCONNECTED,
  EPIPE: DISCONNECTED,
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: DISCONNECTED,
};

/** Why a request that was sent has no complete answer, with the error code. */
export const incompleteAnswerOf = (code: string): string =>
  `${REASONS[code] ?? (code.startsWith("HPE_") ? "the answer isn't HTTP" : "no complete answer arrived")} (${code})`;
