import { readRawBody } from "pulumi-cybersource-webhooks/verify";

/** A receiver for requests of the fetch API, as in Next.js. */
export const POST = async (request: Request): Promise<Response> =>
  new Response(String((await readRawBody(request.body)).length));
