import { type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import { type Answer, type Delivery } from "./answer.js";

const write = (response: ServerResponse, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => response.write(bytes, () => resolve()));

/** Breaks the connection without an answer: with a TCP reset, or, over TLS, by closing it. */
export const breakBeforeAnswer = (response: ServerResponse): void => {
  const { socket } = response;
  if (socket === null || socket instanceof TLSSocket) response.destroy();
  else socket.resetAndDestroy();
};

const dripForEver = async (
  response: ServerResponse,
  { status, headers, body }: Answer,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> => {
  response.writeHead(status, headers);
  for (let sent = 0; !response.destroyed; sent += 1) {
    await write(response, sent < body.length ? body.subarray(sent, sent + 1) : Buffer.from(" "));
    await sleep(everyMs, undefined, { signal });
  }
};

const writeRaw = async (
  { socket }: ServerResponse,
  { text, everyMs }: NonNullable<Delivery["raw"]>,
  signal: AbortSignal,
): Promise<void> => {
  socket?.write(text);
  while (everyMs !== undefined && socket !== null && !socket.destroyed) {
    await sleep(everyMs, undefined, { signal });
    socket.write(text);
  }
};

/** Answers with only a status, and sends the answer itself as soon as the next request arrives on the connection. */
const answerLate = (response: ServerResponse, { status, headers, body }: Answer, firstStatus: number): void => {
  const { socket } = response;
  const fields = Object.entries({ ...headers, "content-length": body.length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket?.once("data", () => {
    socket.write([`HTTP/1.1 ${status} Late`, ...fields, "", ""].join("\r\n"));
    socket.write(body);
  });
  response.writeHead(firstStatus, { "content-length": 0 }).end();
};

/** Sends an answer the way its `delivery` says. Rejects if `signal` aborts during a delay. */
export const deliver = async (
  response: ServerResponse,
  answer: Answer,
  date: Date,
  signal: AbortSignal,
): Promise<void> => {
  const { beforeHeadersMs, insideBodyMs, breakAt, raw, dripEveryMs, lateAfterStatus } = answer.delivery ?? {};
  if (beforeHeadersMs !== undefined) await sleep(beforeHeadersMs, undefined, { signal });
  if (breakAt === "start") {
    breakBeforeAnswer(response);
    return;
  }
  if (raw !== undefined) return writeRaw(response, raw, signal);
  if (dripEveryMs !== undefined) return dripForEver(response, answer, dripEveryMs, signal);
  if (lateAfterStatus !== undefined) {
    answerLate(response, answer, lateAfterStatus);
    return;
  }

  response.writeHead(answer.status, {
    date: date.toUTCString(),
    "content-length": answer.body.length,
    ...answer.headers,
  });
  if (breakAt !== undefined) {
    response.flushHeaders();
    // Closes the connection instead of resetting it: after a reset the client may discard the bytes it has received.
    if (breakAt > 0) await write(response, answer.body.subarray(0, breakAt));
    response.socket?.end(() => response.destroy());
    return;
  }
  const half = insideBodyMs === undefined ? 0 : Math.ceil(answer.body.length / 2);
  if (insideBodyMs !== undefined) {
    await write(response, answer.body.subarray(0, half));
    await sleep(insideBodyMs, undefined, { signal });
  }
  response.end(answer.body.subarray(half));
};
