import { z } from "zod";
import { type Answer, jsonAnswer } from "./answer.js";
import { type DeliveryReport, type DeliveryRequest } from "./delivery/deliver-notification.js";
import { type Fault, type FaultTarget, type FaultTimes, faultSchema } from "./fault.js";
import { type JournalEntry } from "./journal.js";
import { type SubscriptionControl, UnknownSubscriptionError, subscriptionEndpoints } from "./subscriptions/control.js";
import { type Grant } from "./validity.js";
import { readJson } from "../json-text.js";

/** What can be changed while the local platform runs. */
export interface PlatformControl extends SubscriptionControl {
  /** The requests so far, oldest first. */
  readonly journal: readonly JournalEntry[];
  now(): Date;
  /** Queues a fault for the next valid requests, of one organization or of all. */
  fault(fault: Fault, times?: FaultTimes, target?: FaultTarget): void;
  /** Removes the queued faults of one organization, or all of them. */
  clearFaults(organizationId?: string): void;
  setClock(instant: Date): void;
  advance(milliseconds: number): void;
  /** Changes the validity that is granted from now on. With `{}`, requests get what they ask for. */
  grant(grant: Grant): void;
  /**
   * Sets the idle time after which a connection breaks at its next request, or never. @see PlatformOptions.closeIdleMs
   */
  closeIdle(afterMs: number | undefined): void;
  /**
   * Delivers a notification as the platform does, with retries by the retry policy until it is accepted. Rejects with a
   * ZodError if the request is invalid.
   */
  deliver(request: DeliveryRequest): Promise<DeliveryReport>;
}

export const CONTROL_PREFIX = "/-/";

/** About 300 years: keeps every date within four-digit years. */
const MAX_SECONDS = 1e10;
const seconds = z.number().min(-MAX_SECONDS).max(MAX_SECONDS);

const faultBody = z.strictObject({
  fault: faultSchema,
  times: z.union([z.int().min(1), z.literal("always")]).default(1),
  organizationId: z.string().optional(),
  action: z.string().optional(),
  after: z.int().min(0).optional(),
});
const clockBody = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceSeconds: seconds }),
]);
const grantBody = z.strictObject({
  grantSeconds: seconds.optional(),
  grantAtMostDays: z.number().min(0).optional(),
});

const idleBody = z.strictObject({ closeAfterMs: z.number().min(0).max(MAX_SECONDS).optional() });

type Endpoint = (control: PlatformControl, body: unknown) => unknown;

const setClock = (control: PlatformControl, body: z.infer<typeof clockBody>): void => {
  if ("now" in body) control.setClock(new Date(body.now));
  else control.advance(body.advanceSeconds * 1000);
};

const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ["GET /-/health", (control) => ({ status: "ok", now: control.now().toISOString() })],
  ["GET /-/journal", (control) => ({ entries: control.journal })],
  [
    "POST /-/fault",
    (control, body) => {
      const { fault, times, ...target } = faultBody.parse(body);
      control.fault(fault, times, target);
      return { status: "ok" };
    },
  ],
  [
    "DELETE /-/fault",
    (control) => {
      control.clearFaults();
      return { status: "ok" };
    },
  ],
  [
    "POST /-/clock",
    (control, body) => {
      setClock(control, clockBody.parse(body));
      return { status: "ok", now: control.now().toISOString() };
    },
  ],
  [
    "POST /-/grant",
    (control, body) => {
      control.grant(grantBody.parse(body));
      return { status: "ok" };
    },
  ],
  [
    "POST /-/idle",
    (control, body) => {
      control.closeIdle(idleBody.parse(body).closeAfterMs);
      return { status: "ok" };
    },
  ],
  ["POST /-/deliver", (control, body) => control.deliver(body as DeliveryRequest)],
  ...subscriptionEndpoints,
]);

/** Answers a request to one of the control endpoints. */
export const answerControl = async (
  control: PlatformControl,
  method: string,
  target: string,
  body: Buffer,
): Promise<Answer> => {
  const endpoint = endpoints.get(`${method} ${target}`);
  if (endpoint === undefined) {
    return jsonAnswer(404, { message: `No such control endpoint. Use one of ${[...endpoints.keys()].join(", ")}` });
  }
  const json = method === "POST" ? readJson(body.toString()) : undefined;
  if (method === "POST" && json === undefined) return jsonAnswer(400, { message: "The body is not JSON" });
  try {
    return jsonAnswer(200, await endpoint(control, json));
  } catch (error) {
    if (error instanceof z.ZodError) return jsonAnswer(400, { message: z.prettifyError(error) });
    if (error instanceof UnknownSubscriptionError) return jsonAnswer(400, { message: error.message });
    throw error;
  }
};
