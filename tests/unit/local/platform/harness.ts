import { afterEach } from "@jest/globals";
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { type PlatformOptions } from "../../../../local/platform/options.js";
import { type Platform, startPlatform } from "../../../../local/platform/server.js";

export const START = new Date("2026-01-15T12:34:56.789Z");

const running: Platform[] = [];
afterEach(() => Promise.all(running.splice(0).map((platform) => platform.close())));

/** Starts a local platform with a stopped clock, for one test. */
export const runPlatform = async (options: PlatformOptions = {}): Promise<Platform> => {
  const platform = await startPlatform({ now: () => START, ...options });
  running.push(platform);
  return platform;
};

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  bytes: Buffer;
}

export interface Sent {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  ca?: string;
}

/** Sends one request on its own connection. Rejects if the answer is incomplete. */
export const send = (url: string, { method = "POST", headers = {}, body, ca }: Sent = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const options = { method, headers, agent: false as const };
    const outgoing = url.startsWith("https:")
      ? httpsRequest(url, { ...options, ca, checkServerIdentity: () => undefined })
      : httpRequest(url, options);
    outgoing.on("error", reject).on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("error", reject)
        .on("end", () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: bytes.toString(), bytes });
        });
    });
    outgoing.end(body);
  });

/** Writes bytes to a local platform. Returns all received bytes and how the connection ended. */
export const exchange = (platform: Platform, text: string): Promise<{ received: string; end: string }> =>
  new Promise((resolve) => {
    let received = "";
    const socket = connect(Number(new URL(platform.origin).port), "127.0.0.1");
    socket
      .setEncoding("latin1")
      .on("data", (chunk: string) => (received += chunk))
      .on("end", () => resolve({ received, end: "end" }))
      .on("error", (error: NodeJS.ErrnoException) => resolve({ received, end: error.code ?? error.name }))
      .write(text);
  });

/** The bytes of a key request. */
export const rawRequest = (body: unknown): string => {
  const json = JSON.stringify(body);
  const head = ["POST /kms/egress/v2/keys-sym HTTP/1.1", "host: localhost", "content-type: application/json"];
  return [...head, `content-length: ${Buffer.byteLength(json)}`, "", json].join("\r\n");
};

const JSON_HEADERS = { "content-type": "application/json", accept: "application/json" };

export const createBody = (organizationId = "merchantName", more: Record<string, unknown> = {}) => ({
  clientRequestAction: "CREATE",
  keyInformation: { provider: "nrtd", tenant: organizationId, keyType: "sharedSecret", organizationId, ...more },
});

export const storeBody = (organizationId = "merchantName", more: Record<string, unknown> = {}) => ({
  clientRequestAction: "STORE",
  keyInformation: {
    provider: organizationId,
    tenant: "nrtd",
    keyType: "oAuthClientCredentials",
    organizationId,
    clientKeyId: "the-user",
    key: "the-stored-secret",
    expiryDuration: "365",
    ...more,
  },
});

/** Sends a valid key request. */
export const ask = (platform: Platform, body: unknown, headers: OutgoingHttpHeaders = {}): Promise<Reply> =>
  send(platform.url, { headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) });

export interface KeyAnswer {
  submitTimeUtc: string;
  status: string;
  keyInformation: Record<string, unknown>;
}

/** The JSON of an answer to a key request. */
export const keyAnswerOf = ({ text }: Reply): KeyAnswer => JSON.parse(text) as KeyAnswer;

/** Sends a request to a control endpoint. */
export const control = (platform: Platform, method: string, path: string, body?: unknown): Promise<Reply> =>
  send(`${platform.origin}${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
