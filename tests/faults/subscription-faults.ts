import { type Fault as PlatformFault } from "../../local/platform/fault.js";
import { atEachRequest, done, type FaultKind, fails, type SubscriptionFault } from "./subscription-fault.js";

const BAD_REQUEST = "ERR_SUBSCRIPTION_BAD_REQUEST";
const UNAVAILABLE = "ERR_SUBSCRIPTION_UNAVAILABLE";
const BAD_ANSWER = "ERR_SUBSCRIPTION_BAD_ANSWER";
const NOT_FOUND = "ERR_SUBSCRIPTION_NOT_FOUND";
const UNKNOWN = "ERR_OUTCOME_UNKNOWN";
/** Longer than the time limit of an attempt. */
const TOO_LATE_MS = 600_000;

const answer = (status: number, body = "", headers?: Record<string, string>): PlatformFault => ({
  kind: "answer",
  made: false,
  status,
  body,
  ...(headers !== undefined && { headers }),
});
const acted = (status: number, body = ""): PlatformFault => ({ kind: "answer", made: true, status, body });

/** A status that means the same for every request. */
const refusal = (status: number, code: string, says: NonNullable<FaultKind["says"]>, body = "{}"): FaultKind => ({
  name: `status ${status}`,
  fault: answer(status, body),
  times: 1,
  repeated: fails(code),
  post: fails(code),
  says,
});

/** A status that asks to send the request again. */
const overloaded = (status: number, code: string): FaultKind[] => [
  { name: `status ${status} twice`, fault: answer(status), times: 2, repeated: done(3), post: done(3) },
  {
    name: `status ${status} for ever`,
    fault: answer(status),
    times: "always",
    repeated: fails(code, 5),
    post: fails(code, 5),
    says: /Run the command again later/,
  },
];

/** A request that took effect, whose answer is lost once. The service no longer knows what a first DELETE deleted. */
const lost = (name: string, fault: PlatformFault): FaultKind => ({
  name,
  fault,
  times: 1,
  repeated: done(2),
  post: done(1),
});

/** A successful answer that describes no subscription. Only the list and GET need to read one. */
const unreadable = (name: string, body: string): FaultKind => ({
  name,
  fault: acted(200, body),
  times: 1,
  repeated: done(1),
  post: done(1),
  otherwise: { LIST_SUBSCRIPTIONS: fails(BAD_ANSWER), READ_SUBSCRIPTION: fails(BAD_ANSWER) },
  says: /the answer can't be read/,
});

const KINDS: readonly FaultKind[] = [
  {
    ...refusal(302, "ERR_SUBSCRIPTION_REDIRECTED", /Redirects are not followed/),
    fault: answer(302, "", { location: "https://elsewhere.example.com/" }),
  },
  {
    ...refusal(
      400,
      BAD_REQUEST,
      {
        LIST_SUBSCRIPTIONS: / \(INVALID_DATA\); .*in a list, with a product and an event/,
        CREATE_SUBSCRIPTION: / \(INVALID_DATA\); .*Check the inputs .*and that the organization has a signing key/,
        READ_SUBSCRIPTION: / \(INVALID_DATA\); .*Check those that you gave, the id as `adopt`.* --run-program/,
        CHANGE_SUBSCRIPTION: / \(INVALID_DATA\); .*Check the inputs .*and that the organization has a signing key/,
        SET_STATUS: / \(INVALID_DATA\); .*Only the status was sent/,
        DELETE_SUBSCRIPTION: / \(INVALID_DATA\); .*Only its id was sent.*delete it again/,
      },
      '{"reason":"INVALID_DATA"}',
    ),
    times: "always",
  },
  refusal(401, "ERR_SUBSCRIPTION_UNAUTHORIZED", /Check merchantId.*check-access.*--run-program/),
  refusal(403, "ERR_SUBSCRIPTION_FORBIDDEN", /may not manage webhooks.*--run-program/),
  {
    ...refusal(404, NOT_FOUND, /the state stays as it is.*--run-program/, '{"message":"no Route matched"}'),
    name: "status 404 of a gateway",
    otherwise: { LIST_SUBSCRIPTIONS: done() },
  },
  {
    ...refusal(404, NOT_FOUND, /the state stays as it is/, '{"reason":"NOT_FOUND","message":"no such webhook"}'),
    name: "status 404 as of the service, for what its list holds",
    otherwise: { LIST_SUBSCRIPTIONS: done() },
  },
  refusal(406, "ERR_SUBSCRIPTION_NOT_ACCEPTABLE", /changes the Accept header/),
  refusal(409, "ERR_SUBSCRIPTION_REFUSED", {
    LIST_SUBSCRIPTIONS: /in a list, with a product and an event.*correlation id to the vendor's support/,
    CREATE_SUBSCRIPTION: /Check the inputs .*correlation id to the vendor's support/,
    READ_SUBSCRIPTION: /Check those that you gave.*correlation id to the vendor's support/,
    CHANGE_SUBSCRIPTION: /Check the inputs .*correlation id to the vendor's support/,
    SET_STATUS: /Only the status was sent.*correlation id to the vendor's support/,
    DELETE_SUBSCRIPTION: /Only its id was sent.*correlation id to the vendor's support/,
  }),
  ...overloaded(429, "ERR_SUBSCRIPTION_RATE_LIMITED"),
  ...overloaded(503, UNAVAILABLE),
  {
    name: "status 500, nothing done",
    fault: answer(500),
    times: 1,
    repeated: done(2),
    post: fails(UNKNOWN),
    says: /may have created the subscription/,
  },
  lost("status 502, although it was done", acted(502, "<html>")),
  {
    name: "status 504 for ever, although it was done",
    fault: acted(504),
    times: "always",
    repeated: fails(UNAVAILABLE, 5),
    post: done(1),
    // The second answer is 404.
    otherwise: { DELETE_SUBSCRIPTION: done(2) },
  },
  lost("reset before the answer", { kind: "reset", made: true }),
  lost("reset inside the body", { kind: "reset", made: true, afterBytes: 5 }),
  {
    name: "reset before the answer for ever, nothing done",
    fault: { kind: "reset", made: false },
    times: "always",
    repeated: fails(UNAVAILABLE, 5),
    post: fails(UNKNOWN),
    says: /the connection was closed before the answer was complete/,
  },
  {
    ...lost("time-out before the answer", { kind: "delay", made: true, beforeHeadersMs: TOO_LATE_MS }),
    isTimedOut: true,
  },
  {
    ...lost("time-out inside the body", { kind: "delay", made: true, insideBodyMs: TOO_LATE_MS }),
    isTimedOut: true,
  },
  lost("no HTTP", { kind: "raw", made: true, text: "not HTTP\r\n\r\n" }),
  unreadable("200 with HTML", "<html>Sign in</html>"),
  {
    name: "200 with HTML of a proxy, nothing done",
    fault: answer(200, "<html>Sign in</html>"),
    times: 1,
    repeated: fails(BAD_ANSWER),
    post: fails(UNKNOWN),
    says: /the answer can't be read/,
  },
  unreadable("200 with an object without webhookId", "{}"),
  {
    name: "2 MB of white space after the answer",
    fault: { kind: "pad", made: true, megabytes: 2 },
    times: 1,
    repeated: fails(BAD_ANSWER),
    post: done(1),
    // An empty list has the status 404. That the status was set shows in the read after it.
    otherwise: { LIST_SUBSCRIPTIONS: fails(NOT_FOUND), SET_STATUS: done() },
    says: /the answer (can't be read|is incomplete)/,
  },
];

/** Everything that can go wrong with a request about a subscription, with the expected effects. */
export const SUBSCRIPTION_FAULTS: readonly SubscriptionFault[] = KINDS.flatMap(atEachRequest);
