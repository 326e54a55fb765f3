import { createServer, type Server } from "node:http";
import { readRawBody } from "pulumi-cybersource-webhooks/verify";
import { type Receive } from "./receive.mts";

export const createReceiver = (receive: Receive): Server =>
  createServer((request, response) => {
    void receive(request.headers["v-c-signature"], readRawBody(request)).then((status) => {
      response.writeHead(status).end();
    });
  });
