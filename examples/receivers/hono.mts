import { type Handler } from "hono";
import { createReceiver as createFetchReceiver } from "./fetch-request.mts";
import { type Receive } from "./receive.mts";

/** `app.post("/webhooks", createReceiver(receive))`. Middleware before it must not read the body. */
export const createReceiver = (receive: Receive): Handler => {
  const handle = createFetchReceiver(receive);
  return (context) => handle(context.req.raw);
};
