import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo } from "node:net";

export interface AnsweringServer {
  /** Such as `https://127.0.0.1:port`. */
  readonly origin: string;
  /** How many connections were opened to it. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** A server on loopback that answers as it is told, once the whole request is there; over TLS with a certificate. */
export const startAnsweringServer = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  tls?: { readonly key: string; readonly cert: string },
): Promise<AnsweringServer> => {
  let connections = 0;
  const listener: RequestListener = (request, response) => {
    request.resume().on("end", () => answer(request, response));
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
