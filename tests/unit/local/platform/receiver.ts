import { afterEach } from "@jest/globals";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Starts a receiver that answers the nth request with the status or the JSON body that `answer` returns. */
export const startReceiver = async (
  answer: (request: Received, index: number) => number | object | Promise<number | object> = () => 200,
) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
      const given = await answer(one, received.push(one) - 1);
      if (typeof given === "number") response.writeHead(given).end();
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(given));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    return closed;
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    received,
    hook: `${origin}/in`,
    health: `${origin}/up`,
    token: `${origin}/token`,
    /** Method and path of each request so far, which are then forgotten. */
    take: (): string[] => received.splice(0).map(({ method, path }) => `${method} ${path}`),
  };
};
