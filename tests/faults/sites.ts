import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { type Certified } from "./certificates.js";
import { type Fault, type Site, type Surroundings } from "./fault.js";

const HOST = "127.0.0.1";

/** A valid certificate for the service. */
export const goodCertificate = ({ trusted }: Surroundings): Certified => trusted.issue(HOST);

/** A server that handles raw sockets and doesn't count requests. */
interface Stand {
  readonly port: number;
  close(): Promise<void>;
}

const startStand = async (onSocket: (socket: Socket) => void): Promise<Stand> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    onSocket(socket);
  }).listen(0, HOST);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

/** A site without a service, which a working one replaces when the fault is removed. */
const siteWithout = (
  surroundings: Surroundings,
  stand: Stand,
  scheme: "http" | "https",
  faultyOrigin = `${scheme}://${HOST}:${stand.port}`,
): Site => {
  let platform: Platform | undefined;
  return {
    origin: () => (platform === undefined ? faultyOrigin : `${scheme}://${HOST}:${stand.port}`),
    requests: () => platform?.journal.length ?? 0,
    currentKey: (keyType) => platform?.currentKey(surroundings.organizationId, keyType),
    lift: async () => {
      await stand.close();
      platform = await startPlatform({
        port: stand.port,
        ...(scheme === "https" && { tls: goodCertificate(surroundings) }),
      });
    },
    close: async () => (platform === undefined ? stand.close() : platform.close()),
  };
};

const closedPort = async (): Promise<Stand> => {
  const stand = await startStand(() => undefined);
  await stand.close();
  return { port: stand.port, close: async () => {} };
};

/** No server listens on the port. */
export const nobody: Fault["arrange"] = async (surroundings) => siteWithout(surroundings, await closedPort(), "http");

/** A host name that never exists (RFC 6761). */
export const unknownName: Fault["arrange"] = async (surroundings) =>
  siteWithout(surroundings, await closedPort(), "https", "https://kms.cybersource-webhooks.invalid");

/** Closes the connection at the beginning of the TLS handshake. */
export const brokenHandshake: Fault["arrange"] = async (surroundings) =>
  siteWithout(surroundings, await startStand((socket) => socket.once("data", () => socket.resetAndDestroy())), "https");

/** Accepts the connection and sends nothing. */
export const silentHandshake: Fault["arrange"] = async (surroundings) =>
  siteWithout(surroundings, await startStand((socket) => socket.resume()), "https");

/** A separate service with a wrong certificate, without TLS, or with a fault over TLS. */
export const tls =
  (
    certificateOf: (surroundings: Surroundings) => Certified | undefined,
    addFaults: (platform: Platform) => void = () => undefined,
  ): Fault["arrange"] =>
  async (surroundings) => {
    let platform = await startPlatform({ tls: certificateOf(surroundings) });
    addFaults(platform);
    const port = Number(new URL(platform.origin).port);
    return {
      origin: () => `https://${HOST}:${port}`,
      requests: () => platform.journal.length,
      currentKey: (keyType) => platform.currentKey(surroundings.organizationId, keyType),
      lift: async () => {
        await platform.close();
        platform = await startPlatform({ port, tls: goodCertificate(surroundings) });
      },
      close: () => platform.close(),
    };
  };

/** A service that breaks a connection at its next request if it was idle for longer. */
export const closingIdle =
  (closeIdleMs: number): Fault["arrange"] =>
  async ({ organizationId }) => {
    const platform = await startPlatform({ closeIdleMs });
    return {
      origin: () => platform.origin,
      requests: () => platform.journal.length,
      currentKey: (keyType) => platform.currentKey(organizationId, keyType),
      idle: (milliseconds) => platform.advance(milliseconds),
      lift: async () => platform.closeIdle(undefined),
      close: () => platform.close(),
    };
  };
