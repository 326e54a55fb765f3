import { type Fault as PlatformFault } from "../../local/platform/fault.js";
import { atPlatform, type Effect, failed, type Fault, fault, halfMade, lost, made } from "./fault.js";

type Changes = Omit<Extract<PlatformFault, { kind: "edit" }>, "kind" | "made">;

/** The real answer with changed fields. For a failed key, no key was created. */
const edited = (name: string, changes: Changes, expected: Effect, says = /^$/): Fault =>
  fault(name, atPlatform([[{ kind: "edit", made: expected.outcome !== KEY_FAILED, ...changes }, 1]]), expected, says);

const KEY_FAILED = "ERR_KMS_KEY_FAILED";
const without = (field: string): Fault =>
  edited(`no ${field}`, { omit: [field] }, lost("ERR_KMS_BAD_ANSWER"), new RegExp(`lacks ${field}`));
const unfit = (field: string, value: null | number | string | object): Fault =>
  edited(
    `${field} is ${JSON.stringify(value)}`,
    { set: { [field]: value as never } },
    lost("ERR_KMS_BAD_ANSWER"),
    new RegExp(`lacks ${field}`),
  );
const status = (
  field: "status" | "keyInformation.status",
  value: string,
  expected: Effect = failed(KEY_FAILED),
): Fault =>
  edited(
    `${field} is ${value}`,
    { set: { [field]: value } },
    expected,
    expected.outcome === KEY_FAILED ? /the key failed.*No key was stored/ : /^$/,
  );
const unreadableDate = (name: string, changes: Changes): Fault =>
  edited(name, changes, { ...made(), nextUp: "fails until replaced by hand" });

const ERROR_INFORMATION = {
  reason: "INVALID_DATA",
  details: [{ field: "keyInformation.expiryDuration", reason: "INVALID_DATA" }],
};

/** Answers with a successful status that report a failure or are incomplete. */
export const KEY_FAULTS: readonly Fault[] = [
  without("status"),
  without("keyInformation"),
  without("keyInformation.keyId"),
  without("keyInformation.key"),
  unfit("status", 5),
  unfit("keyInformation", "text"),
  unfit("keyInformation.keyId", ""),
  unfit("keyInformation.keyId", 5),
  unfit("keyInformation.status", 5),
  unfit("keyInformation.key", null),
  unfit("keyInformation.key", ""),
  edited("no keyInformation.status", { omit: ["keyInformation.status"] }, made()),
  edited(
    "none of the fields that repeat the request",
    { omit: ["provider", "tenant", "organizationId", "keyType"].map((field) => `keyInformation.${field}`) },
    made(),
  ),
  edited("no submitTimeUtc", { omit: ["submitTimeUtc"] }, made()),
  edited("submitTimeUtc is not a date", { set: { submitTimeUtc: "now" } }, made()),
  edited("unknown fields", { set: { "keyInformation.more": [1], more: { a: 1 } } }, made()),
  status("status", "ACCEPTED", made()),
  status("status", "success", made()),
  status("status", "PENDING"),
  status("status", "FAILED"),
  status("status", "INVALID_REQUEST"),
  status("keyInformation.status", "active", made()),
  status("keyInformation.status", "a word of tomorrow", made()),
  status("keyInformation.status", "FAILED"),
  status("keyInformation.status", "failed"),
  status("keyInformation.status", "INACTIVE"),
  status("keyInformation.status", "EXPIRED"),
  edited(
    "errorInformation",
    { set: { "keyInformation.errorInformation": ERROR_INFORMATION } },
    failed(KEY_FAILED),
    /INVALID_DATA; keyInformation.expiryDuration|expiryDuration/,
  ),
  edited("errorInformation is {}", { set: { "keyInformation.errorInformation": {} } }, made()),
  unreadableDate("no keyInformation.expirationDate", { omit: ["keyInformation.expirationDate"] }),
  unreadableDate("keyInformation.expirationDate is not a date", {
    set: { "keyInformation.expirationDate": "in a year" },
  }),
  unreadableDate("keyInformation.expirationDate is 30 February", {
    set: { "keyInformation.expirationDate": "2040-02-30T00:00:00Z" },
  }),
  edited(
    "keyInformation.expirationDate is past",
    { set: { "keyInformation.expirationDate": "2020-01-01T00:00:00Z" } },
    halfMade("ERR_KEY_EXPIRED", "replaces the key"),
    /that key has expired; .*Check the clock of this machine/,
  ),
];
