import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import { type Duplex } from "node:stream";
import { HttpsProxyAgent } from "hpagent";

/** The agents of one way to reach a host, in the form in which got takes them. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

type Connected = (error: Error | null, socket: Duplex) => void;

/** How many connections are kept open; no more are ever used at once. */
const MAX_SOCKETS = 10;
const KEPT = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: MAX_SOCKETS } as const;

const PROXY_STATUS = "PROXY_STATUS_";

/** The proxy refused the request to open a tunnel: what it did not like will not be right a second later. */
export const isRefusedByProxy = (code: string): boolean => code.startsWith(`${PROXY_STATUS}4`);

/** The library tells an answer of the proxy other than 200 by its message alone. */
const withCode = (error: Error): Error => {
  const [, status] = /^Bad response: (\d+)$/.exec(error.message) ?? [];
  return status === undefined
    ? error
    : Object.assign(new Error("refused by the proxy"), { code: PROXY_STATUS + status });
};

/**
 * Reaches hosts through a proxy. A connection is handed out once TLS with the host itself is established, so that a
 * request that got none was certainly not sent.
 */
class TunnelAgent extends HttpsProxyAgent {
  override createConnection(options: RequestOptions, connected: Connected): undefined {
    super.createConnection(options, (error: Error | null, socket: Duplex) => {
      if (error !== null) {
        connected(withCode(error), socket);
        return;
      }
      const fail = (reason: Error): void => connected(reason, socket);
      socket.once("error", fail).once("secureConnect", () => {
        socket.off("error", fail);
        connected(null, socket);
      });
    });
  }
}

/** Hands out the agents for a proxy, or for none: always the same ones, so that their connections are used again. */
export const createAgents = (tunnelTimeoutMs: number): ((proxy: URL | undefined) => Agents) => {
  const http = new HttpAgent(KEPT);
  const direct = { http, https: new HttpsAgent(KEPT) };
  const tunnels = new Map<string, Agents>();

  return (proxy) => {
    if (proxy === undefined) return direct;
    const proxyRequestOptions = { rejectUnauthorized: true };
    const https = () => new TunnelAgent({ ...KEPT, proxy, proxyRequestOptions, timeout: tunnelTimeoutMs });
    const agents = tunnels.get(proxy.href) ?? { http, https: https() };
    tunnels.set(proxy.href, agents);
    return agents;
  };
};
