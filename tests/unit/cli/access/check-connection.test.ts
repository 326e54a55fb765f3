import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { accessText } from "../../../../cli/access/access-text.js";
import { checkConnection } from "../../../../cli/access/check-connection.js";
import { type AccessCheck } from "../../../../cli/access/access-report.js";
import { judgeSubscriptions } from "../../../../cli/access/judge-subscriptions.js";
import { judgeAnswer } from "../../../../cli/access/judge-answer.js";
import { readConfiguredConnections } from "../../../../cli/access/read-settings.js";
import { type Fault } from "../../../../local/platform/fault.js";
import { type Platform, startPlatform } from "../../../../local/platform/server.js";
import { createServerCertificate } from "../../../support/certificates.js";
import { PROJECT_ROOT } from "../../../support/project.js";

const SECRET = Buffer.from("secret-that-nobody-may-see-12345").toString("base64");
const MERCHANT = { merchantId: "merchant_org", keyId: "merchant-key-id", secret: SECRET };
const ALL_OK = Object.fromEntries(
  ["settings", "connection", "tls", "answer", "clock", "credentials", "permission", "organization", "webhooks"].map(
    (name) => [name, "ok"],
  ),
);

let platform: Platform;
let secure: Platform;
beforeAll(async () => {
  platform = await startPlatform({ authentication: "required", merchants: [MERCHANT] });
  secure = await startPlatform({
    authentication: "required",
    merchants: [MERCHANT],
    tls: createServerCertificate("127.0.0.1"),
  });
});
afterAll(() => Promise.all([platform.close(), secure.close()]));

/** All checks, with some settings changed. */
const checksOf = async (changed: Record<string, string> = {}): Promise<readonly AccessCheck[]> => {
  const environment = {
    CYBERSOURCE_HOST: platform.origin,
    CYBERSOURCE_MERCHANT_ID: MERCHANT.merchantId,
    CYBERSOURCE_MERCHANT_KEY_ID: MERCHANT.keyId,
    CYBERSOURCE_MERCHANT_SECRET_KEY: SECRET,
    ...changed,
  };
  const configured = await readConfiguredConnections(undefined, undefined, environment);
  const reports = await checkConnection("default", [], configured);
  expect(reports).toHaveLength(1);
  expect(JSON.stringify(reports)).not.toContain(SECRET);
  return reports.flatMap(({ checks }) => checks);
};

/** The verdict of each check by its name. */
const verdicts = async (changed: Record<string, string> = {}): Promise<Record<string, string>> =>
  Object.fromEntries((await checksOf(changed)).map(({ name, verdict }) => [name, verdict]));

test("passes every check if the settings are correct", async () => {
  expect(await verdicts()).toEqual(ALL_OK);
});

describe("wrong settings fail one check", () => {
  test.each<[what: string, changed: () => Record<string, string>, wrong: string]>([
    ["a missing setting", () => ({ CYBERSOURCE_MERCHANT_KEY_ID: "" }), "settings"],
    ["an invalid credential", () => ({ CYBERSOURCE_MERCHANT_SECRET_KEY: "*" }), "settings"],
    ["no organization", () => ({ CYBERSOURCE_MERCHANT_ID: "", CYBERSOURCE_AUTHENTICATION: "none" }), "settings"],
    ["a host that refuses connections", () => ({ CYBERSOURCE_HOST: "http://127.0.0.1:1" }), "connection"],
    ["a certificate that is not trusted", () => ({ CYBERSOURCE_HOST: secure.origin }), "tls"],
    ["another key", () => ({ CYBERSOURCE_MERCHANT_KEY_ID: "another" }), "credentials"],
  ])("%s", async (_what, changed, wrong) => {
    const found = await verdicts(changed());
    expect(Object.entries(found).filter(([, verdict]) => verdict === "failed")).toEqual([[wrong, "failed"]]);
  });
});

describe("answers of the service", () => {
  const answer = (status: number, body: string, headers: Record<string, string> = {}): Fault => ({
    kind: "answer",
    made: false,
    status,
    body,
    headers,
  });

  test.each<[what: string, fault: Fault, found: Record<string, string>]>([
    ["forbidden", answer(403, "{}"), { credentials: "ok", permission: "failed", organization: "unknown" }],
    [
      "an unknown organization",
      answer(404, '{"reason":"NOT_FOUND","message":"no"}'),
      { credentials: "ok", organization: "failed" },
    ],
    ["404 from another server", answer(404, '{"message":"no"}'), { credentials: "unknown", organization: "failed" }],
    ["not a list", answer(200, "<html>"), { answer: "failed", credentials: "unknown" }],
    ["a redirect", answer(302, "", { location: "https://other.example" }), { answer: "failed" }],
    ["rate limited", answer(429, ""), { answer: "failed" }],
    ["a server error", answer(502, ""), { answer: "failed" }],
    ["a reset in the middle of the answer", { kind: "reset", made: false, afterBytes: 10 }, { answer: "failed" }],
    ["too large", { kind: "pad", made: false, megabytes: 2 }, { answer: "failed" }],
    [
      "a clock that is off",
      answer(200, "[]", { date: "Sun, 01 Mar 2026 00:00:00 GMT" }),
      { ...ALL_OK, clock: "warning" },
    ],
    ["an invalid Date header", answer(200, "[]", { date: "today" }), { ...ALL_OK, clock: "unknown" }],
  ])("%s", async (_what, fault, expected) => {
    platform.fault(fault);
    const found = await verdicts();
    expect(found).toMatchObject(expected);
    const failed = Object.values(found).filter((verdict) => verdict === "failed");
    expect(failed).toEqual(Object.values(expected).filter((verdict) => verdict === "failed"));
  });

  test("a clock may be off by less than 30 s; beyond that, there is a warning", async () => {
    const shifted = (seconds: number): Fault =>
      answer(200, "[]", { date: new Date(Date.now() + seconds * 1000).toUTCString() });
    platform.fault(shifted(-28));
    expect((await verdicts())["clock"]).toBe("ok");
    platform.fault(shifted(32));
    expect((await verdicts())["clock"]).toBe("warning");
  });
});

describe("the list of subscriptions", () => {
  const answer = (status: number, body: string): Fault => ({ kind: "answer", made: false, status, body, headers: {} });
  const token = "token-that-nobody-may-see";
  const meaningOf = async (fault: Fault | undefined): Promise<string> => {
    if (fault !== undefined) platform.fault(fault, 1, { action: "LIST_SUBSCRIPTIONS" });
    const checks = await checksOf();
    const { verdict, meaning } = checks.find(({ name }) => name === "webhooks") ?? { verdict: "missing", meaning: "" };
    expect(checks.filter((check) => check.verdict === "failed").map(({ name }) => name)).toEqual(
      verdict === "failed" ? ["webhooks"] : [],
    );
    expect(meaning).not.toContain(token);
    return `${verdict}: ${meaning.replace(/Correlation ID: [\w-]+/, "Correlation ID: X").replace(/\((E\w+)\)/, "(a code)")}`;
  };
  const one = `{"webhookId":"a","webhookUrl":"https://hooks.example.com/?t=${token}"}`;
  const problem = `{"reason":"REFUSED","message":"https://hooks.example.com/?t=${token}"}`;

  test.each<[what: string, fault: Fault | undefined, meaning: string]>([
    ["empty, which is a 404", undefined, "ok: may read subscriptions; merchant_org has none"],
    ["a gateway's 404, beside products", answer(404, ""), "ok: may read subscriptions; merchant_org has none"],
    ["an empty list", answer(200, "[]"), "ok: may read subscriptions; merchant_org has none"],
    ["two", answer(200, `[${one},${one}]`), "ok: may read subscriptions; merchant_org has 2"],
    ["one object", answer(200, one), "ok: may read subscriptions; merchant_org has 1"],
    [
      "something else",
      answer(200, `<html>${token}`),
      "failed: status 200, but the answer isn't a list of subscriptions. Check host.",
    ],
    [
      "401",
      answer(401, problem),
      "failed: status 401 (REFUSED). The products can be read with the same credentials, so ask the vendor to enable webhooks " +
        "for them.",
    ],
    [
      "403",
      answer(403, problem),
      "failed: status 403 (REFUSED). The credentials may not manage webhooks of this organization: check their permissions, " +
        "and that they belong to it.",
    ],
    ["406", answer(406, ""), "failed: status 406. Check host, and whether a proxy changes the Accept header."],
    ["503", answer(503, problem), "failed: status 503 (REFUSED). Correlation ID: X. Try again later."],
    [
      "a reset",
      { kind: "reset", made: false, afterBytes: 10 },
      "failed: no complete answer (a code). Try again later.",
    ],
  ])("%s", async (_what, fault, meaning) => {
    expect(await meaningOf(fault)).toBe(meaning);
  });
});

test("the text report matches the example in docs/check-access.md", () => {
  const [, shown = ""] =
    /```text\n(.*?)```/s.exec(readFileSync(join(PROJECT_ROOT, "docs/check-access.md"), "utf8")) ?? [];
  const now = new Date("2026-03-10T12:00:00Z");
  const asked = {
    organizationId: "merchant_org",
    url: new URL("https://apitest.cybersource.com"),
    proxyHost: undefined,
    timeoutMs: 30_000,
    now,
    correlationId: "correlation",
  };
  const answer = {
    isAnswer: true,
    status: 401,
    body: Buffer.from('{"response":{"rmsg":"Authentication Failed"}}'),
    headers: { date: "Tue, 10 Mar 2026 13:00:00 GMT" },
  } as const;
  const checks = [...judgeAnswer(answer, asked), judgeSubscriptions(undefined, asked)];
  const report = { connection: "default", organizationId: "my_organization", host: "apitest.cybersource.com" };
  const settings = { name: "settings", verdict: "ok", meaning: "complete" } as const;
  expect(accessText([{ ...report, checks: [settings, ...checks] }])).toBe(shown);
});

test("an unknown status is reported with the correlation ID, for the vendor's support", () => {
  const asked = {
    organizationId: "merchant_org",
    url: new URL("https://apitest.cybersource.com"),
    proxyHost: undefined,
    timeoutMs: 30_000,
  };
  const answer = { isAnswer: true, status: 418, body: Buffer.alloc(0), headers: {} } as const;
  const checks = judgeAnswer(answer, { ...asked, now: new Date(), correlationId: "the-id-of-it" });
  expect(checks.find(({ name }) => name === "answer")?.meaning).toBe(
    "status 418; correlation id the-id-of-it. Show the correlation id to the vendor's support.",
  );
});

test.each([
  [{ isTooLong: true, code: "ERR_ABORTED" }, "no complete answer (more than 1 MB). Try again later."],
  [{ isTooLong: false, code: "ETIMEDOUT" }, "no complete answer (timed out after 30 s). Try again later."],
  [{ isTooLong: false, code: "ECONNRESET" }, "no complete answer (ECONNRESET). Try again later."],
])("says why there is no complete answer: %j", (how, meaning) => {
  const checks = judgeAnswer(
    { isAnswer: false, missing: "answer", status: undefined, proxyHost: undefined, ...how },
    {
      organizationId: "merchant_org",
      url: new URL("https://apitest.cybersource.com"),
      proxyHost: undefined,
      timeoutMs: 30_000,
      now: new Date(),
      correlationId: "correlation",
    },
  );
  expect(checks.find(({ name }) => name === "answer")?.meaning).toBe(meaning);
});

test("sent only requests that read", () => {
  expect(new Set(platform.journal.map(({ method, path }) => `${method} ${path}`))).toEqual(
    new Set([
      "GET /notification-subscriptions/v2/products/merchant_org",
      "GET /notification-subscriptions/v2/webhooks?organizationId=merchant_org",
    ]),
  );
});

describe("names of the connections in environment variables", () => {
  test.each<[names: string[], environment: Record<string, string>]>([
    [[], {}],
    [[], { CYBERSOURCE_HOST: " ", CYBERSOURCE_TOKEN_CLIENT_SECRET: "x", OTHER_HOST: "x" }],
    [["default"], { CYBERSOURCE_MERCHANT_KEY_ID: "x" }],
    [["india"], { CYBERSOURCE_INDIA_P12_PASSWORD: "x", CYBERSOURCE_INDIA_HOST: "x" }],
    [
      ["default", "south_india"],
      { CYBERSOURCE_SOUTH_INDIA_SENDER_ORGANIZATION_ID: "x", CYBERSOURCE_SENDER_ORGANIZATION_ID: "x" },
    ],
  ])("%j", async (names, environment) => {
    expect((await readConfiguredConnections(undefined, undefined, environment)).names).toEqual(names);
  });
});
