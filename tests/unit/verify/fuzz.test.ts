import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, test } from "@jest/globals";
import fc from "fast-check";
import { signNotification } from "../../../testing/index.js";
import { anyCharacter } from "../../support/any-character.js";
import { NotificationError, type NotificationToVerify, verifyNotification } from "../../../verify/index.js";
import { parseSignatureHeader, type SignatureHeader } from "../../../verify/signature-header.js";

const CASES = 35_000;
const now = new Date("2026-06-01T12:00:00.000Z");
const key = { keyId: "key-id", key: Buffer.from("a key of 32 bytes, as they have.").toString("base64") };
const body = '{"eventType":"x","payload":{"a":[1,2,3]}}';
const genuine = signNotification({ body, key, now });

const piece = fc.constantFrom("t", "keyId", "sig", "=", ";", '"', ",", " ", "key-id", String(now.getTime()), "\0", "é");
const header = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.constantFrom(undefined, null, genuine),
);
const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: anyCharacter }),
  fc.json(),
  fc.jsonValue().map((payload) => JSON.stringify({ payload })),
  fc.anything(),
);

/** The parsed header, without stray quotes and spaces; undefined if it can't be parsed. */
const readHeader = (text: string): SignatureHeader | undefined => {
  try {
    return parseSignatureHeader(text);
  } catch {
    return undefined;
  }
};

/** Replaces `expect`, which takes as long as a case. */
const demand = (isRight: boolean, expectation: string): void => {
  if (!isRight) throw new Error(`expected ${expectation}`);
};

let cases = 0;
let genuineOnes = 0;
/** Whether the notification was accepted. Rethrows any error that isn't a NotificationError. */
const isAccepted = async (notification: NotificationToVerify): Promise<boolean> => {
  cases += 1;
  try {
    const verified = await verifyNotification(notification);
    genuineOnes += 1;
    JSON.stringify(verified.event);
    return true;
  } catch (error) {
    if (error instanceof NotificationError) return false;
    throw error;
  }
};

const { stackTraceLimit } = Error;
beforeAll(() => {
  // Most cases end in an error, whose stack trace takes longer to collect than the case itself.
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
  process.stdout.write(`verify: ${cases} hostile notifications, including ${genuineOnes} genuine ones\n`);
});

describe("a hostile notification throws only NotificationError", () => {
  test("with any header", async () => {
    await fc.assert(
      fc.asyncProperty(header, async (hostile) => {
        const accepted = await isAccepted({ header: hostile, body, keys: key, now });
        demand(accepted === (hostile === genuine), "the genuine header alone to be accepted");
      }),
      { numRuns: CASES },
    );
  });

  test.each(["raw", "inner"] as const)("with any body, in the %s form", async (payloadForm) => {
    await fc.assert(
      fc.asyncProperty(anyBody, async (hostile) => {
        const notification = { header: genuine, body: hostile as string, keys: key, now, payloadForm };
        demand(!(await isAccepted(notification)), "no body but the signed one to be accepted");
      }),
      { numRuns: CASES },
    );
  });

  test("rejects a genuine notification with one character changed, unless the change has no meaning", async () => {
    const flips = fc.record({
      at: fc.nat(genuine.length + body.length - 1),
      character: fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(flips, async ({ at, character }) => {
        const whole = genuine + body;
        const changed = whole.slice(0, at) + character + whole.slice(at + 1);
        const [header, changedBody] = [changed.slice(0, genuine.length), changed.slice(genuine.length)];
        const isSame = changedBody === body && isDeepStrictEqual(readHeader(header), readHeader(genuine));
        const accepted = await isAccepted({ header, body: changedBody, keys: key, now });
        demand(
          accepted === isSame,
          `${isSame ? "the same meaning" : "a change"} to be ${isSame ? "accepted" : "rejected"}`,
        );
      }),
      { numRuns: 5_000 },
    );
  });
});
