import { once } from "node:events";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { systemErrorCode } from "../system-error.js";
import { type Answer, jsonAnswer } from "./answer.js";
import { KEYS_PATH, type Outcome } from "./api.js";
import { schemeOf } from "./authentication/verify.js";
import { CONTROL_PREFIX, type PlatformControl, answerControl } from "./control.js";
import { breakBeforeAnswer, deliver } from "./deliver.js";
import { type EncryptionKey } from "./encryption/encryption-key.js";
import { type IssuedKey, type KeyType } from "./issued-key.js";
import { type JournalEntry } from "./journal.js";
import { type PlatformOptions } from "./options.js";
import { type ReceivedRequest, headerOf } from "./received-request.js";
import { createService } from "./service.js";

const LOOPBACK = "127.0.0.1";
const MAX_BODY_BYTES = 65_536;
/** Longer than any pause in a test: if a connection closed just as a test used it again, it would look like a fault. */
const KEEP_ALIVE_MS = 60_000;

/** A running local platform. */
export interface Platform extends PlatformControl {
  /** Its scheme, host and port. */
  readonly origin: string;
  /** The URL of the key endpoint. */
  readonly url: string;
  /** The last key that was issued to, or stored for, an organization. */
  currentKey(organizationId: string, keyType: KeyType): IssuedKey | undefined;
  /** The certificate that an organization stored last, if it hasn't ended. */
  currentEncryptionKey(organizationId: string): EncryptionKey | undefined;
  /** Aborts the requests in progress and frees the port. */
  close(): Promise<void>;
}

/** Reads the body of a request. Returns undefined if it is longer than any valid request. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
};

const listen = async (server: Server, port: number): Promise<number> => {
  server.listen(port, LOOPBACK);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

const entryOf = (
  { method, target, headers }: ReceivedRequest,
  { answer, details }: Outcome,
  at: Date,
): JournalEntry => {
  const correlationId = headerOf(headers, "v-c-correlation-id");
  const senderOrganizationId = headerOf(headers, "v-c-sender-organization-id");
  return {
    at: at.toISOString(),
    method,
    path: target,
    status: answer.delivery?.breakAt === "start" ? null : answer.status,
    authentication: schemeOf(headers),
    ...(correlationId !== undefined && { correlationId }),
    ...(senderOrganizationId !== undefined && { senderOrganizationId }),
    ...details,
  };
};

const refusal = (status: number, reason: string, message: string, headers?: Record<string, string>): Outcome => ({
  answer: jsonAnswer(status, { message }, headers),
  details: { keyMade: false, reason },
});

/** The code of an internal error, without its message, which might repeat what a client sent. */
const codeOf = (error: unknown): string => systemErrorCode(error) ?? "system-error";

/**
 * Starts a local platform on 127.0.0.1. Rejects if the port is in use, the state file unreadable or a credential
 * unusable.
 */
export const startPlatform = async (options: PlatformOptions = {}): Promise<Platform> => {
  const { latencyMs = 0, maxConcurrent = Infinity } = options;
  const servedHosts = new Set(options.hosts);
  const stopping = new AbortController();
  const isServed = (host: string): boolean => servedHosts.has(host);
  const { control, api, idle, record, currentKey, currentEncryptionKey } = createService(
    options,
    isServed,
    stopping.signal,
  );
  let inProgress = 0;

  const outcomeOf = async (request: ReceivedRequest, isTooLong: boolean): Promise<Outcome> => {
    if (isTooLong) return refusal(413, "body-too-long", "The body is too long");
    if (inProgress > maxConcurrent) {
      return refusal(429, "too-many-requests", "Too many requests at once", { "retry-after": "1" });
    }
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: stopping.signal });
    try {
      return api(request);
    } catch (error) {
      return refusal(502, codeOf(error), "Unexpected system error");
    }
  };

  const answerApi = async (request: ReceivedRequest, isTooLong: boolean): Promise<Answer> => {
    const outcome = await outcomeOf(request, isTooLong);
    record(entryOf(request, outcome, control.now()));
    return outcome.answer;
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url: target = "", headers, socket } = incoming;
    if (idle.isStale(socket)) {
      breakBeforeAnswer(response);
      return;
    }
    response.once("finish", () => idle.answered(socket));
    const send = (answer: Answer) => deliver(response, answer, control.now(), stopping.signal);
    const body = await readBody(incoming);
    if (target.startsWith(CONTROL_PREFIX)) {
      return send(await answerControl(control, method, target, body ?? Buffer.alloc(0)));
    }
    inProgress += 1;
    try {
      await send(await answerApi({ method, target, headers, body: body ?? Buffer.alloc(0) }, body === undefined));
    } finally {
      inProgress -= 1;
    }
  };

  const onRequest = (incoming: IncomingMessage, response: ServerResponse): void =>
    void handle(incoming, response).catch((error: unknown) => {
      response.destroy();
      // Errors are expected if the client has disconnected or the platform is closing. Any other error is a bug here.
      if (!incoming.readableAborted && !stopping.signal.aborted) throw error;
    });

  const server = options.tls === undefined ? createServer(onRequest) : createTlsServer(options.tls, onRequest);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, options.port ?? 0);
  servedHosts.add(`${LOOPBACK}:${port}`).add(`localhost:${port}`);
  const origin = `${options.tls === undefined ? "http" : "https"}://${LOOPBACK}:${port}`;

  return {
    ...control,
    origin,
    url: `${origin}${KEYS_PATH}`,
    currentKey,
    currentEncryptionKey,
    async close() {
      const closed = once(server, "close");
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
