import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo } from "node:net";

export interface AnsweringServer {
  /** For example, `https://127.0.0.1:port`. */
  readonly origin: string;
  /** The number of connections so far. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Starts a server on 127.0.0.1 that sends a given answer after the complete request. With a certificate, it uses TLS.
 */
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
