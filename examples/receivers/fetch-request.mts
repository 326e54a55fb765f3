import { readRawBody } from "pulumi-cybersource-webhooks/verify";
import { type Receive } from "./receive.mts";

/** A handler for fetch requests, as used by Next.js, Hono, Remix, Cloudflare Workers, Deno and Bun. */
export const createReceiver =
  (receive: Receive) =>
  async (request: Request): Promise<Response> =>
    new Response(null, { status: await receive(request.headers.get("v-c-signature"), readRawBody(request.body)) });
