import { type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import { type Answer } from "./answer.js";

const write = (response: ServerResponse, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => response.write(bytes, () => resolve()));

/** Breaks the connection without an answer: a reset where the transport can, else an end without a goodbye. */
const breakBeforeAnswer = (response: ServerResponse): void => {
  const { socket } = response;
  if (socket === null || socket instanceof TLSSocket) response.destroy();
  else socket.resetAndDestroy();
};

/** Sends an answer the way its delivery says; rejects when `signal` ends a delay. */
export const deliver = async (
  response: ServerResponse,
  answer: Answer,
  date: Date,
  signal: AbortSignal,
): Promise<void> => {
  const { beforeHeadersMs, insideBodyMs, breakAt } = answer.delivery ?? {};
  if (beforeHeadersMs !== undefined) await sleep(beforeHeadersMs, undefined, { signal });
  if (breakAt === "start") {
    breakBeforeAnswer(response);
    return;
  }

  response.writeHead(answer.status, {
    date: date.toUTCString(),
    "content-length": answer.body.length,
    ...answer.headers,
  });
  if (breakAt !== undefined) {
    response.flushHeaders();
    // A plain end, not a reset: a reset may overtake the bytes, and the client would see none of the answer.
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
