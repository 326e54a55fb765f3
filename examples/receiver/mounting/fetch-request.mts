import {
  NotificationError,
  readRawBody,
  type VerificationKeys,
  verifyNotification,
} from "pulumi-cybersource-webhooks/verify";

/** A handler of fetch requests, as Next.js, Hono, Remix, Deno and Bun take them. */
export const createReceiver =
  (keys: VerificationKeys, onEvent: (event: unknown) => void) =>
  async (request: Request): Promise<Response> => {
    try {
      const body = await readRawBody(request.body);
      onEvent((await verifyNotification({ header: request.headers.get("v-c-signature"), body, keys })).event);
      return new Response(null, { status: 200 });
    } catch (error) {
      const isRefused = error instanceof NotificationError && !error.retryable;
      return new Response(null, { status: isRefused ? 401 : 503 });
    }
  };
