import { createServer, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export const CLIENT_ID = "client";
export const CLIENT_SECRET = "client-secret-that-nobody-may-see";
export const TOKEN = "token-that-nobody-may-see";

/** An answer of the endpoint. */
export interface Answered {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

export interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly form: Record<string, string>;
  readonly style: "body" | "basic";
  readonly kind: "token" | "wrong-secret" | "unknown-grant";
}

export interface ScriptedEndpoint {
  readonly url: string;
  readonly received: readonly Received[];
  readonly close: () => Promise<void>;
}

const HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

export const refusal = (status: number, error: unknown): Answered => ({
  status,
  headers: HEADERS,
  body: JSON.stringify({ error }),
});

/** A correct answer with a token, apart from the given changes. Leaves out fields and headers that are undefined. */
export const tokenAnswer = (
  fields: Record<string, unknown> = {},
  headers: OutgoingHttpHeaders = {},
  status = 200,
): Answered => ({
  status,
  headers: Object.fromEntries(Object.entries({ ...HEADERS, ...headers }).filter(([, value]) => value !== undefined)),
  body: JSON.stringify({ access_token: TOKEN, token_type: "Bearer", expires_in: 300, ...fields }),
});

const receive = async (request: IncomingMessage): Promise<Received> => {
  const form = Object.fromEntries(new URLSearchParams(await text(request)));
  const { method, url: path, headers } = request;
  const basic = Buffer.from(headers.authorization?.split(" ")[1] ?? "", "base64").toString();
  const style = headers.authorization === undefined ? "body" : "basic";
  const secret = style === "body" ? form["client_secret"] : basic.split(":")[1];
  const isKnown = form["grant_type"] === "client_credentials";
  const kind = secret !== CLIENT_SECRET ? "wrong-secret" : isKnown ? "token" : "unknown-grant";
  return { method, path, headers, form, style, kind };
};

const correctAnswer = ({ kind }: Received): Answered =>
  ({
    token: tokenAnswer(),
    "wrong-secret": refusal(401, "invalid_client"),
    "unknown-grant": refusal(400, "unsupported_grant_type"),
  })[kind];

/** Starts a token endpoint on loopback. It answers what the script returns, or correctly if the script returns nothing. */
export const startScriptedEndpoint = async (
  script: (received: Received) => Answered | "nothing" | "reset" | undefined = () => undefined,
): Promise<ScriptedEndpoint> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((each) => {
      received.push(each);
      const answer = script(each) ?? correctAnswer(each);
      if (answer === "nothing") return;
      if (answer === "reset") {
        response.writeHead(200, { "content-length": 100 }).write("{");
        setImmediate(() => request.socket.resetAndDestroy());
        return;
      }
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
