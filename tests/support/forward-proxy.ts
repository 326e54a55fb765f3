import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { type Duplex } from "node:stream";

export interface ForwardProxyOptions {
  /** Port on 127.0.0.1 that every tunnel ends at, whatever host is asked for. */
  readonly target: number;
  /** `user:password` that it demands. */
  readonly credentials?: string;
  /** Status with which it refuses every tunnel. */
  readonly refuseWith?: number;
  /** With them the proxy itself speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface ForwardProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** The host and port of each tunnel that was asked for. */
  readonly asked: readonly string[];
  /** What came in anything but a request for a tunnel. */
  readonly plainRequests: readonly string[];
  /** Tunnels open now. */
  readonly openTunnels: () => number;
  readonly close: () => Promise<void>;
}

/** A forward proxy that opens tunnels (RFC 9110 section 9.3.6), on loopback. */
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
