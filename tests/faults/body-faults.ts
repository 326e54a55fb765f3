import { type Fault as PlatformFault } from "../../local/platform/fault.js";
import { atPlatform, type Fault, fault, lost, made, type Effect } from "./fault.js";

const BAD_ANSWER = "ERR_KMS_BAD_ANSWER";
const DEEP = 200_000;

const once = (name: string, platformFault: PlatformFault, says: RegExp, expected: Effect = lost(BAD_ANSWER)): Fault =>
  fault(name, atPlatform([[platformFault, 1]]), expected, says);

const body = (name: string, text: string, says: RegExp = /not JSON/): Fault =>
  once(name, { kind: "answer", made: true, status: 200, body: text }, says);

/** Answers with a successful status and an invalid body. */
export const BODY_FAULTS: readonly Fault[] = [
  once(
    "201 with HTML",
    { kind: "answer", made: true, status: 201, headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" },
    /not JSON/,
  ),
  once("201 with truncated JSON", { kind: "truncate", made: true, bytes: 100 }, /not JSON/),
  once("201 with no body", { kind: "truncate", made: true, bytes: 0 }, /not JSON/),
  once("204", { kind: "answer", made: true, status: 204 }, /not JSON/),
  body("200 with `null`", "null", /is not an object/),
  body("200 with a list", "[]", /is not an object/),
  body("200 with a number", "1", /is not an object/),
  body("200 with lists in lists, 200,000 deep", "[".repeat(DEEP) + "]".repeat(DEEP), /is not an object/),
  once("201 with 50 MB", { kind: "pad", made: true, megabytes: 50 }, /too long/),
  once("201 with 50 MB, compressed", { kind: "pad", made: true, megabytes: 50, gzip: true }, /not JSON/),
  once(
    "201 with bytes that are not UTF-8",
    {
      kind: "answer",
      made: true,
      status: 201,
      bodyBase64: Buffer.from('{"status":"\xff\xfe"}', "latin1").toString("base64"),
    },
    /not JSON/,
  ),
  once(
    "201 with lists in lists for a date, 200,000 deep",
    { kind: "nest", made: true, path: "keyInformation.expirationDate", depth: DEEP },
    /^$/,
    { ...made(), nextUp: "fails until replaced by hand" },
  ),
  once(
    "201 with lists in lists for a key, 200,000 deep",
    { kind: "nest", made: true, path: "keyInformation.key", depth: DEEP },
    /lacks keyInformation.key/,
  ),
];
