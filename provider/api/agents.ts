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

/**
 * A server or a gateway may close a connection that is idle just as a request comes on it, and nobody can tell then whether
 * it was acted on. Few close one sooner than this.
 */
const MAX_IDLE_MS = 1000;

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

/** Agents, and what ends their connections that were idle for too long: to be called before each request. */
interface ManagedAgents {
  readonly agents: Agents;
  readonly closeIdle: () => void;
}

/** Notes when connections become idle, by a clock that may be set. */
const manage = (agents: Agents, now: () => Date): ManagedAgents => {
  const idleSince = new WeakMap<Duplex, number>();
  const isFresh = (socket: Duplex): boolean => {
    const idleMs = now().getTime() - (idleSince.get(socket) ?? Number.NaN);
    return idleMs >= 0 && idleMs <= MAX_IDLE_MS;
  };
  for (const agent of [agents.http, agents.https]) {
    // Node.js closes a connection for which this returns false; its types do not tell.
    const keepSocketAlive: (socket: Duplex) => unknown = agent.keepSocketAlive.bind(agent);
    agent.keepSocketAlive = (socket): boolean => {
      idleSince.set(socket, now().getTime());
      return keepSocketAlive(socket) === true;
    };
  }
  const closeIdle = (): void => {
    const idle = [agents.http, agents.https].flatMap(({ freeSockets }) => Object.values(freeSockets));
    for (const socket of idle.flatMap((sockets) => sockets ?? [])) if (!isFresh(socket)) socket.destroy();
  };
  return { agents, closeIdle };
};

/** Hands out the agents for a proxy, or for none: always the same ones, so that their connections are used again. */
export const createAgents = (tunnelTimeoutMs: number, now: () => Date): ((proxy: URL | undefined) => ManagedAgents) => {
  const http = new HttpAgent(KEPT);
  const direct = manage({ http, https: new HttpsAgent(KEPT) }, now);
  const tunnels = new Map<string, ManagedAgents>();

  return (proxy) => {
    if (proxy === undefined) return direct;
    const known = tunnels.get(proxy.href);
    if (known !== undefined) return known;
    const proxyRequestOptions = { rejectUnauthorized: true };
    const https = new TunnelAgent({ ...KEPT, proxy, proxyRequestOptions, timeout: tunnelTimeoutMs });
    const tunnel = manage({ http: new HttpAgent(KEPT), https }, now);
    tunnels.set(proxy.href, tunnel);
    return tunnel;
  };
};
