import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { type Fault as PlatformFault } from "../../local/platform/fault.js";
import { atPlatform, failed, type Fault, fault, lost, made } from "./fault.js";

type Answer = Extract<PlatformFault, { kind: "answer" }>;

const answer = (status: number, more: Partial<Answer> = {}): Answer => ({
  kind: "answer",
  made: false,
  status,
  ...more,
});

const refusal = (status: number, code: string, says: RegExp, more: Partial<Answer> = {}): Fault =>
  fault(`status ${status}`, atPlatform([[answer(status, more), 1]]), failed(code), says);

/** A gateway's status, which doesn't say what the service behind it did. */
const upset = (status: number): Fault =>
  fault(
    `status ${status}`,
    atPlatform([[answer(status, { made: true, body: "<html>gateway</html>" }), 1]]),
    lost("ERR_KMS_OUTCOME_UNKNOWN"),
    /A key may have been created/,
  );

const redirectHere = (status: number): Fault =>
  fault(
    `status ${status} to the same host`,
    async (surroundings) =>
      atPlatform([[answer(status, { headers: { location: surroundings.platform.url } }), 1]])(surroundings),
    failed("ERR_KMS_REDIRECTED"),
    /No key was created\. Redirects are not followed/,
  );

/** A redirect to a host that counts connections. */
const redirectElsewhere = (status: number): Fault =>
  fault(
    `status ${status} to another host`,
    async (surroundings) => {
      let visits = 0;
      const elsewhere = createServer((socket) => {
        visits += 1;
        socket.destroy();
      }).listen(0, "127.0.0.1");
      await once(elsewhere, "listening");
      const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/kms/egress/v2/keys-sym`;
      const site = await atPlatform([[answer(status, { headers: { location } }), 1]])(surroundings);
      return {
        ...site,
        requests: () => site.requests() + visits,
        close: async () => {
          elsewhere.close();
          await once(elsewhere, "close");
        },
      };
    },
    failed("ERR_KMS_REDIRECTED"),
    /No key was created\. Redirects are not followed/,
  );

const AHEAD_MS = 2000;

const retryAfterDate = (status: number): Fault =>
  fault(
    `status ${status} once, with Retry-After as a date`,
    async (surroundings) => {
      const date = new Date(Date.now() + AHEAD_MS).toUTCString();
      return atPlatform([[answer(status, { headers: { "retry-after": date } }), 1]])(surroundings);
    },
    made(2),
    /^$/,
    { isRetryTimed: true, pace: "retried" },
  );

const SKEW_MS = 300_000;

/** Answers with each status that has its own meaning. */
export const STATUS_FAULTS: readonly Fault[] = [
  redirectHere(301),
  redirectHere(307),
  redirectElsewhere(302),
  redirectElsewhere(308),
  refusal(
    400,
    "ERR_KMS_BAD_REQUEST",
    / \(INVALID_REQUEST; INVALID_DATA\); .*No key was created\. Check organizationId/,
    {
      body: JSON.stringify({ status: "INVALID_REQUEST", reason: "INVALID_DATA" }),
    },
  ),
  refusal(
    401,
    "ERR_KMS_UNAUTHORIZED",
    /No key was created\. Check merchantId.*run `npx pulumi-cybersource-webhooks check-access`/,
    {
      body: JSON.stringify({ response: { rmsg: "Authentication Failed" } }),
    },
  ),
  fault(
    "status 401, the clocks five minutes apart",
    async (surroundings) => {
      const date = new Date(Date.now() + SKEW_MS).toUTCString();
      return atPlatform([[answer(401, { headers: { date } }), 1]])(surroundings);
    },
    failed("ERR_KMS_UNAUTHORIZED"),
    /clock of this machine is [23]\d\d s behind the service's/,
  ),
  refusal(403, "ERR_KMS_FORBIDDEN", /No key was created.*check their permissions/),
  refusal(404, "ERR_KMS_NOT_FOUND", /No key was created\. Check `environment` or `host`/),
  refusal(
    406,
    "ERR_KMS_NOT_ACCEPTABLE",
    /No key was created\. The request accepts application\/json.*whether a proxy changes the Accept header/,
  ),
  refusal(409, "ERR_KMS_REFUSED", /correlation id to the vendor's support/),
  refusal(413, "ERR_KMS_REFUSED", /correlation id to the vendor's support/),
  fault("status 429 twice", atPlatform([[answer(429), 2]]), made(3), /^$/),
  fault(
    "status 429 once, with Retry-After in seconds",
    atPlatform([[answer(429, { headers: { "retry-after": "1" } }), 1]]),
    made(2),
    /^$/,
    { isRetryTimed: true, pace: "retried" },
  ),
  retryAfterDate(429),
  fault(
    "status 429, with Retry-After of more than a minute",
    atPlatform([[answer(429, { headers: { "retry-after": "61" } }), "always"]]),
    failed("ERR_KMS_RATE_LIMITED"),
    /The service asks to wait 61 s/,
    { isRetryTimed: true, pace: "retried" },
  ),
  fault(
    "status 429 for ever",
    atPlatform([[answer(429), "always"]]),
    failed("ERR_KMS_RATE_LIMITED", 5),
    /Run `pulumi up` again later/,
    { pace: "retried" },
  ),
  upset(500),
  upset(501),
  upset(502),
  fault("status 503 twice", atPlatform([[answer(503), 2]]), made(3), /^$/),
  retryAfterDate(503),
  fault(
    "status 503 for ever",
    atPlatform([[answer(503), "always"]]),
    failed("ERR_KMS_UNAVAILABLE", 5),
    /Run `pulumi up` again later/,
    { pace: "retried" },
  ),
  fault(
    "status 503, the answer itself after the retry was sent",
    atPlatform([[{ kind: "late", made: true, status: 503 }, 1]]),
    made(2),
    /^$/,
  ),
  upset(504),
  upset(599),
  fault(
    "status 400 with a body that drips for ever",
    atPlatform([
      [
        { kind: "raw", made: false, text: "HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n" },
        1,
      ],
    ]),
    failed("ERR_KMS_BAD_REQUEST"),
    /Check organizationId/,
    { pace: "timed-out" },
  ),
];
