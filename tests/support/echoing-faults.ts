import { type Fault } from "../../local/platform/fault.js";

const statuses = [
  [301, "ERR_KMS_REDIRECTED"],
  [400, "ERR_KMS_BAD_REQUEST"],
  [401, "ERR_KMS_UNAUTHORIZED"],
  [403, "ERR_KMS_FORBIDDEN"],
  [404, "ERR_KMS_NOT_FOUND"],
  [409, "ERR_KMS_REFUSED"],
  [429, "ERR_KMS_RATE_LIMITED"],
  [500, "ERR_KMS_OUTCOME_UNKNOWN"],
  [503, "ERR_KMS_UNAVAILABLE"],
] as const;

/** Answers to a request for a key that quote a text, and broken connections: name, code of the error, fault. */
export const echoingFaults = (echo: string): readonly (readonly [string, string, Fault])[] => [
  ...statuses.map(([status, code]): [string, string, Fault] => [
    `status ${status}`,
    code,
    { kind: "answer", made: false, status, body: echo },
  ]),
  ["no JSON", "ERR_KMS_BAD_ANSWER", { kind: "answer", made: true, status: 201, body: `${echo}}` }],
  [
    "no key",
    "ERR_KMS_BAD_ANSWER",
    { kind: "edit", made: true, omit: ["keyInformation.key"], set: { "keyInformation.message": echo } },
  ],
  [
    "a failed key",
    "ERR_KMS_KEY_FAILED",
    { kind: "edit", made: true, set: { "keyInformation.status": "FAILED", "keyInformation.message": echo } },
  ],
  [
    "errorInformation",
    "ERR_KMS_KEY_FAILED",
    { kind: "edit", made: true, set: { "keyInformation.errorInformation": { reason: echo } } },
  ],
  [
    "a date in the past",
    "ERR_KEY_EXPIRED",
    { kind: "edit", made: true, set: { "keyInformation.expirationDate": "2001-01-01T00:00:00Z" } },
  ],
  ["a reset", "ERR_KMS_OUTCOME_UNKNOWN", { kind: "reset", made: true }],
  ["a reset within the body", "ERR_KMS_OUTCOME_UNKNOWN", { kind: "reset", made: true, afterBytes: 20 }],
];
