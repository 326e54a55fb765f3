import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { judgeAnswer } from "../../cli/access/judge-answer.js";
import { decodeDeployment } from "../../cli/status/deployment.js";
import { parseUrn } from "../../local/engine/values/urn.js";
import { acceptsJson } from "../../local/platform/accept-header.js";
import { flawsOfHeaders } from "../../local/platform/request-headers.js";
import { readP12 } from "../../provider/auth/p12.js";
import { assess } from "../../provider/resources/key/expiry.js";
import { parseDate } from "../../provider/dates.js";
import { check } from "../../provider/resources/check.js";
import { createConnections } from "../../provider/connection/connection.js";
import { diff } from "../../provider/resources/key/diff.js";
import { resolveProxy } from "../../provider/connection/proxy.js";
import { SETTING_NAMES } from "../../provider/connection/settings.js";
import { clockSkewOf } from "../../provider/api/clock-skew.js";
import { refused, withoutAnswer } from "../../provider/api/failures.js";
import { quoteAnswer } from "../../provider/api/quote-answer.js";
import { decodeKeyAnswer } from "../../provider/api/wire.js";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { checkTokenAnswer } from "../../testing/token-answer.js";
import { verifyNotification } from "../../verify/index.js";
import { inTime, RUNS } from "./hostile.js";
import { startWatchdog, type Watchdog } from "./watchdog.js";

const now = new Date("2026-06-01T12:00:00Z");
const url = new URL("https://api.example.com");
const asked = { action: "CREATE", organizationId: "org", host: url.host, correlationId: "correlation" };
const TABLES = Object.values(RESOURCE_TABLES);

const answerOf = (text: string) => ({
  isAnswer: true as const,
  status: 400,
  headers: { date: text, "retry-after": text, "content-type": text, "cache-control": text, "www-authenticate": text },
  body: JSON.stringify({
    reason: text,
    message: text,
    error: text,
    access_token: text,
    token_type: text,
    expires_in: text,
  }),
});
const connectionsOf = (text: string, settings: readonly string[]) =>
  createConnections(
    {
      stackConfig: (key) => (settings.some((name) => key.endsWith(`:${name}`)) ? text : undefined),
      environment: { CYBERSOURCE_HOST: text, HTTPS_PROXY: text, NO_PROXY: text },
    },
    () => now,
    () => undefined,
  );
const keyOf = (text: string) => ({ keyId: text, key: text, expirationDate: text });
const allOf = (text: string) => ({
  ...Object.fromEntries(
    TABLES.flatMap(({ inputs, outputs }) => Object.keys({ ...inputs, ...outputs })).map((name) => [name, text]),
  ),
  adopt: keyOf(text),
  current: keyOf(text),
});

/** All functions that read text from others. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "the body of an answer": (text) => decodeKeyAnswer(text, []),
  "the fields of an answer": (text) =>
    decodeKeyAnswer(
      JSON.stringify({
        status: text,
        submitTimeUtc: text,
        keyInformation: { ...keyOf(text), status: text, message: text },
      }),
      [],
    ),
  "the words of an answer": (text) => quoteAnswer({ text, other: [`word ${text} word`] }, []),
  "the codes of an answer to a request with a secret": (text) => quoteAnswer({ text }, ["secret"]),
  "an answer to a request with a similar secret": (text) => quoteAnswer({ text, code: "INVALID_DATA" }, [text]),
  "an error answer and its headers": (text) =>
    [401, 429].map((status) => refused(asked, { ...answerOf(text), status, now }, [])),
  "a code of the HTTP library": (text) =>
    withoutAnswer(asked, {
      isAnswer: false,
      missing: "connection",
      status: undefined,
      isTooLong: false,
      code: text,
      proxyHost: text,
    }),
  "the Date of an answer": (text) => clockSkewOf(text, now),
  "a date": (text) => parseDate(text),
  "a date with a valid beginning": (text) =>
    [`2026-01-01T00:00:00${text}`, `2026-01-01T00:00:00.${text}`].map(parseDate),
  "the dates of a key": (text) => assess({ submitTimeUtc: text, expirationDate: text, renewBeforeDays: 30 }, now),
  "the environment's proxy": (text) => resolveProxy({ HTTPS_PROXY: text, NO_PROXY: `${text},host${text}` }, url),
  "a proxy's credentials": (text) => resolveProxy({ HTTPS_PROXY: `http://${text}:${text}@proxy` }, url),
  "every setting": (text) => connectionsOf(text, SETTING_NAMES).open("default", "org"),
  "each setting alone": (text) => SETTING_NAMES.map((name) => connectionsOf(text, [name]).hostOf("default")),
  "the settings of named connections": (text) => connectionsOf(text, ["connections"]).open(text, text),
  "a P12": (text) => readP12({ p12Base64: text, password: text, alias: text }),
  "every input": (text) => TABLES.map((table) => check(table, allOf(text))),
  "every output": (text) =>
    TABLES.map((table) => diff(table, allOf(text), allOf(`${text} `), { now, named: { host: text, isOfStack: true } })),
  "a header of a notification": (text) => verifyNotification({ body: text, header: text, keys: [keyOf(text)], now }),
  "the fields of that header": (text) =>
    verifyNotification({ body: text, header: `t=${text};keyId=${text};sig=${text}`, keys: [keyOf(text)], now }),
  "the state of a stack": (text) => decodeDeployment(text),
  "the resources of a state": (text) =>
    decodeDeployment(
      JSON.stringify({ version: 3, deployment: { resources: [{ urn: text, type: text, outputs: allOf(text) }] } }),
    ),
  "a URN": (text) => [text, `urn:pulumi:${text}`, `urn:pulumi:a::${text}`].map(parseUrn),
  "an answer of the products": (text) =>
    judgeAnswer(
      { ...answerOf(text), body: Buffer.from(answerOf(text).body) },
      { organizationId: text, url, proxyHost: text, timeoutMs: 1, now, correlationId: "correlation" },
    ),
  "an answer of a token endpoint": (text) =>
    [200, 400].map((status) => checkTokenAnswer("body", { ...answerOf(text), status })),
  "the headers of a request": (text) => [
    acceptsJson(text),
    flawsOfHeaders({ "content-type": text, "v-c-correlation-id": text, "v-c-sender-organization-id": text }),
  ],
};

let watchdog: Watchdog;
beforeAll(() => {
  watchdog = startWatchdog();
});
afterAll(() => watchdog.stop());

test.each(Object.entries(READERS))("%s: long runs don't make it slow", async (_, read) => {
  for (const run of RUNS) {
    for (const text of [run, run.repeat(20)]) {
      watchdog.begin();
      // Only the time is checked here. Each function has its own tests for its results.
      await inTime(async () => {
        await Promise.resolve(text)
          .then(read)
          .catch(() => undefined);
      });
    }
  }
});

test("the runs include those that have made programs hang", () => {
  for (const run of ["A".repeat(300), "A_".repeat(150), "1".repeat(300), " ".repeat(300)]) expect(RUNS).toContain(run);
});
