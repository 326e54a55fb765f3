import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { quoteAnswer } from "../../provider/api/quote-answer.js";
import { decodeKeyAnswer, isAnswerFault } from "../../provider/api/wire.js";
import { CASES } from "./cases.js";
import { expectToldWell, fuzz, hostileObject, hostileText, hostileValue, MARK, must } from "./hostile.js";

const GOOD_KEY = {
  keyId: "id",
  key: "key",
  status: "ACTIVE",
  expirationDate: "2027-01-31T12:00:00Z",
  message: "",
  errorInformation: {},
};

const answer = fc
  .tuple(
    hostileObject({ status: "SUCCESS", submitTimeUtc: "2026-01-31T12:00:00Z", keyInformation: {} }),
    hostileObject(GOOD_KEY),
    fc.boolean(),
  )
  .map(([top, keyInformation, isPlaced]) => JSON.stringify({ ...top, ...(isPlaced && { keyInformation }) }));
const body = fc.oneof(
  { weight: 6, arbitrary: answer },
  { weight: 2, arbitrary: fc.tuple(answer, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))) },
  { weight: 1, arbitrary: hostileValue.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: hostileText },
);

test("an answer is a key with its two parts, or is told to be none, with a code and without its secrets", async () => {
  await fuzz(CASES.answers, body, (text) => {
    const decoded = decodeKeyAnswer(text, []);
    if (isAnswerFault(decoded)) {
      expectToldWell(`${decoded.code}: ${decoded.what}`);
      return;
    }
    must(decoded.keyId !== "" && decoded.key !== "", "both parts of a key");
    for (const date of [decoded.expirationDate, decoded.submitTimeUtc]) must((date ?? "").length <= 64, "a short date");
  });
});

test.each(["[", '{"a":'])("an answer nested as deep as a megabyte goes, with %s, is no key or has no date", (open) => {
  const depth = Math.floor(400_000 / open.length);
  const deep = open.repeat(depth) + "1" + (open === "[" ? "]" : "}").repeat(depth);
  for (const text of [deep, `{"status":"SUCCESS","keyInformation":{"keyId":"i","key":"k","expirationDate":${deep}}}`]) {
    const decoded = decodeKeyAnswer(text, []);
    if (!isAnswerFault(decoded)) expect((decoded.expirationDate ?? "").length).toBeLessThanOrEqual(64);
  }
});

test("a refusal is quoted without what could be a secret, on one line, and not at length", async () => {
  await fuzz(CASES.refusals, fc.tuple(hostileValue, hostileText), ([value, secret]) => {
    const quoted = quoteAnswer(value, [secret]);
    must(!quoted.includes(MARK), "nothing marked");
    must(/^[\x20-\x7e…]{0,310}$/.test(quoted), "one short line");
  });
});
