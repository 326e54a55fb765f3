import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import { type Duplex } from "node:stream";
import { HttpsProxyAgent } from "hpagent";

/** The agents for one route, direct or through a proxy, in the form that got expects. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

type Connected = (error: Error | null, socket: Duplex) => void;

/** How many connections may be open at once, and how many are kept open while idle. */
const MAX_SOCKETS = 10;
const KEPT = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: MAX_SOCKETS } as const;

/**
 * If a server or a gateway closes an idle connection just as a request arrives on it, the client can't tell whether the
 * request was processed. Few of them close a connection sooner than this.
 */
const MAX_IDLE_MS = 1000;

const PROXY_STATUS = "PROXY_STATUS_";

/** True if the proxy refused to open a tunnel with a 4xx status, which a retry wouldn't change. */
export const isRefusedByProxy = (code: string): boolean => code.startsWith(`${PROXY_STATUS}4`);

/** The library reports a proxy's status other than 200 only in the message of its error. */
const withCode = (error: Error): Error => {
  const [, status] = /^Bad response: (\d+)$/.exec(error.message) ?? [];
  return status === undefined
    ? error
    : Object.assign(new Error("refused by the proxy"), { code: PROXY_STATUS + status });
};

/**
 * Connects to hosts through a proxy. It hands out a connection only after the TLS handshake with the host itself, so a
 * request that got no connection was certainly not sent.
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

/** Agents whose connections are closed when they were idle for too long. */
interface ManagedAgents {
  readonly agents: Agents;
  /** Closes connections that were idle for longer than MAX_IDLE_MS. Call it before each request. */
  readonly closeIdle: () => void;
}

/** Records when connections become idle, by the clock `now`. */
const manage = (agents: Agents, now: () => Date): ManagedAgents => {
  const idleSince = new WeakMap<Duplex, number>();
  const isFresh = (socket: Duplex): boolean => {
    const idleMs = now().getTime() - (idleSince.get(socket) ?? Number.NaN);
    return idleMs >= 0 && idleMs <= MAX_IDLE_MS;
  };
  for (const agent of [agents.http, agents.https]) {
    // Node.js closes a connection if this returns false. Its types leave out the return value.
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

/** Returns the agents for a proxy, or for a direct route. A route always has the same ones, to reuse their connections. */
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
