import express, { type RequestHandler } from "express";
import { type RawBody } from "pulumi-cybersource-webhooks/verify";
import { type Receive } from "./receive.mts";

/** Handlers for a route. Mount them before `express.json()`, which would read and parse the body. */
export const createReceiver = (receive: Receive): RequestHandler[] => [
  express.raw({ type: "*/*", limit: "1mb" }),
  async (request, response) => {
    response.sendStatus(await receive(request.headers["v-c-signature"], request.body as RawBody));
  },
];
