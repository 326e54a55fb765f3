import { createServer } from "node:http";
import {
  NotificationError,
  readRawBody,
  type VerificationKeys,
  verifyNotification,
} from "pulumi-cybersource-webhooks/verify";

/** A server of node:http that accepts notifications signed with these keys. */
export const createReceiver = (keys: VerificationKeys, onEvent: (event: unknown) => void) =>
  createServer((request, response) => {
    const receive = async (): Promise<void> => {
      const body = await readRawBody(request);
      onEvent((await verifyNotification({ header: request.headers["v-c-signature"], body, keys })).event);
    };
    receive().then(
      () => response.writeHead(200).end(),
      (error: unknown) => {
        const isRefused = error instanceof NotificationError && !error.retryable;
        response.writeHead(isRefused ? 401 : 503).end();
      },
    );
  });
