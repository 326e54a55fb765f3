import express, { type RequestHandler } from "express";
import {
  NotificationError,
  type RawBody,
  type VerificationKeys,
  verifyNotification,
} from "pulumi-cybersource-webhooks/verify";

/** Handlers of one route. Mount them before `express.json()`, which would change the bytes. */
export const createReceiver = (keys: VerificationKeys, onEvent: (event: unknown) => void): RequestHandler[] => [
  express.raw({ type: "*/*", limit: "1mb" }),
  async (request, response) => {
    try {
      const header = request.headers["v-c-signature"];
      onEvent((await verifyNotification({ header, body: request.body as RawBody, keys })).event);
      response.sendStatus(200);
    } catch (error) {
      const isRefused = error instanceof NotificationError && !error.retryable;
      response.sendStatus(isRefused ? 401 : 503);
    }
  },
];
