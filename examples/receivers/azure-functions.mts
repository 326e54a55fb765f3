import { type HttpHandler } from "@azure/functions";
import { readRawBody } from "pulumi-cybersource-webhooks/verify";
import { type Receive } from "./receive.mts";

/** A handler for `app.http("webhooks", { methods: ["POST"], authLevel: "anonymous", handler })`. */
export const createReceiver =
  (receive: Receive): HttpHandler =>
  async (request) => ({
    status: await receive(request.headers.get("v-c-signature"), readRawBody(request.body)),
  });
