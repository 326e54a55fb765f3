import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { type Duplex } from "node:stream";

export interface ForwardProxyOptions {
  /** The port on 127.0.0.1 that every tunnel leads to, whatever host is requested. */
  readonly target: number;
  /** The `user:password` that it requires. */
  readonly credentials?: string;
  /** The status with which it rejects every tunnel. */
  readonly refuseWith?: number;
  /** The key and certificate of the proxy, to which clients then connect with TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface ForwardProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** The host and port of each requested tunnel. */
  readonly asked: readonly string[];
  /** Requests that aren't requests for a tunnel. */
  readonly plainRequests: readonly string[];
  /** The number of open tunnels. */
  readonly openTunnels: () => number;
  readonly close: () => Promise<void>;
}

/** Starts a forward proxy on 127.0.0.1 that opens tunnels (RFC 9110 section 9.3.6). */
export const startForwardProxy = async (options: ForwardProxyOptions): Promise<ForwardProxy> => {
  const asked: string[] = [];
  const plainRequests: string[] = [];
  const sockets = new Set<Duplex>();
  let tunnels = 0;
  const wanted =
    options.credentials === undefined ? undefined : `Basic ${Buffer.from(options.credentials).toString("base64")}`;

  const tunnel = (client: Duplex): void => {
    tunnels += 1;
    const server: Socket = connect(options.target, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(server).pipe(client);
    });
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    sockets.add(server);
    server.on("error", end).on("close", end);
    client.on("error", end).on("close", () => {
      tunnels -= 1;
      end();
    });
  };

  const proxy = options.tls === undefined ? createServer() : createTlsServer(options.tls);
  proxy.on("request", (request, response) => {
    plainRequests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.writeHead(400).end();
  });
  proxy.on("connection", (socket: Socket) => sockets.add(socket));
  proxy.on("connect", (request: IncomingMessage, client: Duplex) => {
    asked.push(request.url ?? "");
    const isAllowed = wanted === undefined || request.headers["proxy-authorization"] === wanted;
    const status = isAllowed ? options.refuseWith : 407;
    client.on("error", () => client.destroy());
    if (status === undefined) tunnel(client);
    else client.end(`HTTP/1.1 ${status} refused\r\nContent-Length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    asked,
    plainRequests,
    openTunnels: () => tunnels,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
};
