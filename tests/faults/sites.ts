import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Kms, startKms } from "../../local/kms/server.js";
import { type Certified } from "./certificates.js";
import { type Fault, type Site, type Surroundings } from "./fault.js";

const HOST = "127.0.0.1";

/** The certificate that a service should show. */
export const goodCertificate = ({ trusted }: Surroundings): Certified => trusted.issue(HOST);

/** Answers the sockets that come, counts nothing, and is gone when told. */
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

/** A site without a service behind it, which a healthy one takes the place of. */
const siteWithout = (
  surroundings: Surroundings,
  stand: Stand,
  scheme: "http" | "https",
  faultyOrigin = `${scheme}://${HOST}:${stand.port}`,
): Site => {
  let kms: Kms | undefined;
  return {
    origin: () => (kms === undefined ? faultyOrigin : `${scheme}://${HOST}:${stand.port}`),
    requests: () => kms?.journal.length ?? 0,
    currentKey: (keyType) => kms?.currentKey(surroundings.organizationId, keyType),
    lift: async () => {
      await stand.close();
      kms = await startKms({ port: stand.port, ...(scheme === "https" && { tls: goodCertificate(surroundings) }) });
    },
    close: async () => (kms === undefined ? stand.close() : kms.close()),
  };
};

const closedPort = async (): Promise<Stand> => {
  const stand = await startStand(() => undefined);
  await stand.close();
  return { port: stand.port, close: async () => {} };
};

/** Nobody listens. */
export const nobody: Fault["arrange"] = async (surroundings) => siteWithout(surroundings, await closedPort(), "http");

/** A name that is never given to anybody (RFC 6761). */
export const unknownName: Fault["arrange"] = async (surroundings) =>
  siteWithout(surroundings, await closedPort(), "https", "https://kms.cybersource-webhooks.invalid");

/** Ends the connection as soon as TLS begins. */
export const brokenHandshake: Fault["arrange"] = async (surroundings) =>
  siteWithout(surroundings, await startStand((socket) => socket.once("data", () => socket.resetAndDestroy())), "https");

/** Takes the connection and says nothing. */
export const silentHandshake: Fault["arrange"] = async (surroundings) =>
  siteWithout(surroundings, await startStand((socket) => socket.resume()), "https");

/** A service of its own, with another certificate than it should have, or none, or with a fault under TLS. */
export const tls =
  (
    certificateOf: (surroundings: Surroundings) => Certified | undefined,
    addFaults: (kms: Kms) => void = () => undefined,
  ): Fault["arrange"] =>
  async (surroundings) => {
    let kms = await startKms({ tls: certificateOf(surroundings) });
    addFaults(kms);
    const port = Number(new URL(kms.origin).port);
    return {
      origin: () => `https://${HOST}:${port}`,
      requests: () => kms.journal.length,
      currentKey: (keyType) => kms.currentKey(surroundings.organizationId, keyType),
      lift: async () => {
        await kms.close();
        kms = await startKms({ port, tls: goodCertificate(surroundings) });
      },
      close: () => kms.close(),
    };
  };

/** A service that closes connections which were idle for longer, as the next request comes on them. */
export const closingIdle =
  (closeIdleMs: number): Fault["arrange"] =>
  async ({ organizationId }) => {
    const kms = await startKms({ closeIdleMs });
    return {
      origin: () => kms.origin,
      requests: () => kms.journal.length,
      currentKey: (keyType) => kms.currentKey(organizationId, keyType),
      idle: (milliseconds) => kms.advance(milliseconds),
      lift: async () => kms.closeIdle(undefined),
      close: () => kms.close(),
    };
  };
