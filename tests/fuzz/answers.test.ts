import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { quoteAnswer } from "../../provider/api/quote-answer.js";
import { decodeKeyAnswer, isAnswerFault } from "../../provider/api/wire.js";
import { CASES } from "./cases.js";
import { expectDocumented, fuzz, hostileObject, hostileText, hostileValue, MARK, must } from "./hostile.js";

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

test("decodes any answer as a complete key, or rejects it with a code and without its secrets", async () => {
  await fuzz(CASES.answers, body, (text) => {
    const decoded = decodeKeyAnswer(text, []);
    if (isAnswerFault(decoded)) {
      expectDocumented(`${decoded.code}: ${decoded.what}`);
      return;
    }
    must(decoded.keyId !== "" && decoded.key !== "", "both parts of a key");
    for (const date of [decoded.expirationDate, decoded.submitTimeUtc]) must((date ?? "").length <= 64, "a short date");
  });
});

test.each(["[", '{"a":'])("rejects an answer with a megabyte of nested %s, or decodes it without a date", (open) => {
  const depth = Math.floor(400_000 / open.length);
  const deep = open.repeat(depth) + "1" + (open === "[" ? "]" : "}").repeat(depth);
  for (const text of [deep, `{"status":"SUCCESS","keyInformation":{"keyId":"i","key":"k","expirationDate":${deep}}}`]) {
    const decoded = decodeKeyAnswer(text, []);
    if (!isAnswerFault(decoded)) expect((decoded.expirationDate ?? "").length).toBeLessThanOrEqual(64);
  }
});

test("quotes an error answer in one short line, without possible secrets", async () => {
  await fuzz(CASES.refusals, fc.tuple(hostileValue, hostileText), ([value, secret]) => {
    const quoted = quoteAnswer(value, [secret]);
    must(!quoted.includes(MARK), "nothing marked");
    must(/^[\x20-\x7e…]{0,310}$/.test(quoted), "one short line");
  });
});
