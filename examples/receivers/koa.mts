import { type Middleware } from "koa";
import { readRawBody } from "pulumi-cybersource-webhooks/verify";
import { type Receive } from "./receive.mts";

/** Mount it before a body parser such as koa-bodyparser. */
export const createReceiver =
  (receive: Receive): Middleware =>
  async (context) => {
    context.status = await receive(context.headers["v-c-signature"], readRawBody(context.req));
    context.body = "";
  };
