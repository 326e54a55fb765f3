import { describe, expect, test } from "@jest/globals";
import { check, failed, named, SHORT_MS, start, STYLES } from "./check-endpoint.js";
import { type Answered, CLIENT_SECRET, type Received, refusal, TOKEN, tokenAnswer } from "./scripted-endpoint.js";

describe("an answer with a token", () => {
  const onToken =
    (answer: Answered | "nothing" | "reset") =>
    ({ kind }: Received): Answered | "nothing" | "reset" | undefined =>
      kind === "token" ? answer : undefined;

  test.each<[check: string, fault: string, answer: Answered, found: string]>([
    ["status", "another success", tokenAnswer({}, {}, 201), "status 201"],
    ["status", "a refusal", refusal(401, "invalid_client"), "status 401 with invalid_client"],
    ["status", "an unknown error", refusal(400, "bad"), "status 400 without an RFC 6749 error code"],
    ["status", "an error with the secret", refusal(400, CLIENT_SECRET), "status 400 without an RFC 6749 error code"],
    [
      "status",
      "an error page",
      { status: 500, headers: {}, body: "<html>" },
      "status 500 without an RFC 6749 error code",
    ],
    ["cache-control", "no Cache-Control", tokenAnswer({}, { "cache-control": undefined }), "an answer without it"],
    ["cache-control", "another directive", tokenAnswer({}, { "cache-control": "no-cache" }), "an answer without it"],
    ["json", "no content type", tokenAnswer({}, { "content-type": undefined }), "no content type"],
    ["json", "HTML", tokenAnswer({}, { "content-type": "text/html; charset=utf-8" }), "text/html"],
    ["json", "the token as type", tokenAnswer({}, { "content-type": TOKEN }), "another content type"],
    ["json", "an array", { ...tokenAnswer(), body: "[]" }, "a body that isn't a JSON object"],
    ["json", "no JSON", { ...tokenAnswer(), body: `access_token=${TOKEN}` }, "a body that isn't a JSON object"],
    ["access-token", "none", tokenAnswer({ access_token: undefined }), "none"],
    ["access-token", "an empty one", tokenAnswer({ access_token: "" }), "an empty string"],
    ["access-token", "a number", tokenAnswer({ access_token: 1 }), "another number"],
    ["access-token", "a letter that isn't ASCII", tokenAnswer({ access_token: `é${TOKEN}` }), "another string"],
    ["token-type", "none", tokenAnswer({ token_type: undefined }), "none"],
    ["token-type", "another type", tokenAnswer({ token_type: "MAC" }), "mac"],
    ["token-type", "the token as type", tokenAnswer({ token_type: TOKEN }), "another string"],
    ["expires-in", "zero", tokenAnswer({ expires_in: 0 }), "another number"],
    ["expires-in", "a negative number", tokenAnswer({ expires_in: -1 }), "another number"],
    ["expires-in", "a string", tokenAnswer({ expires_in: "300" }), "another string"],
    ["expires-in", "null", tokenAnswer({ expires_in: null }), "another value"],
  ])("fails %s in both styles: %s", async (name, _fault, answer, found) => {
    const { url } = await start(onToken(answer));
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(failed(report)).toEqual({ [`body-${name}`]: found, [`basic-${name}`]: found });
  });

  test.each<[what: string, answer: Answered]>([
    ["a lower-case token_type", tokenAnswer({ token_type: "bearer" })],
    ["an upper-case token_type", tokenAnswer({ token_type: "BEARER" })],
    ["a charset", tokenAnswer({}, { "content-type": "Application/JSON;charset=UTF-8" })],
    ["more Cache-Control directives", tokenAnswer({}, { "cache-control": "private, No-Store" })],
    ["one second", tokenAnswer({ expires_in: 1 })],
    ["more fields", tokenAnswer({ scope: "notify", refresh_token: TOKEN })],
  ])("passes with %s", async (_what, answer) => {
    const { url } = await start(onToken(answer));
    expect(failed(await check(url))).toEqual({});
  });

  test("without expires_in leads to a warning", async () => {
    const { url } = await start(onToken(tokenAnswer({ expires_in: undefined })));
    const report = await check(url);
    expect(report.ok).toBe(true);
    expect(failed(report)).toEqual({ "body-expires-in": "none", "basic-expires-in": "none" });
    expect(named(report, "body-expires-in")).toMatchObject({ ok: false, required: false });
  });

  test.each(STYLES)("is needed in both styles, but %s is rejected", async (refused) => {
    const { url, received } = await start(({ style }) =>
      style === refused ? refusal(401, "invalid_client") : undefined,
    );
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(failed(report)).toEqual({ [`${refused}-status`]: "status 401 with invalid_client" });
    expect(received.at(-1)).toMatchObject({ kind: "unknown-grant", style: refused === "body" ? "basic" : "body" });
  });

  test("is not fetched from the target of a redirect", async () => {
    const other = await start();
    const { url } = await start(onToken({ status: 307, headers: { location: other.url }, body: "" }));
    expect(failed(await check(url))).toEqual({ "body-status": "status 307", "basic-status": "status 307" });
    expect(other.received).toEqual([]);
  });

  test("must arrive before the timeout", async () => {
    const { url, received } = await start(onToken("nothing"));
    const found = "no complete answer (timed out after 1 s)";
    expect(failed(await check(url, { timeoutMs: SHORT_MS }))).toEqual({ "body-status": found, "basic-status": found });
    // After a timeout, the style isn't tried again: the check would take minutes.
    expect(received).toHaveLength(2);
  });

  test("must be complete", async () => {
    const { url } = await start(onToken("reset"));
    const found = "no complete answer (ECONNRESET)";
    expect(failed(await check(url))).toEqual({ "body-status": found, "basic-status": found });
  });

  test.each([
    [1_000_000, {}],
    [
      1_000_001,
      {
        "body-status": "no complete answer (more than 1 MB)",
        "basic-status": "no complete answer (more than 1 MB)",
      },
    ],
  ])("may have up to 1 MB: %i bytes", async (sizeBytes, expected) => {
    const answer = tokenAnswer();
    const { url } = await start(onToken({ ...answer, body: answer.body.padEnd(sizeBytes) }));
    expect(failed(await check(url))).toEqual(expected);
  });
});

describe("an error answer", () => {
  const on =
    (kind: Received["kind"], answer: Answered | "nothing") =>
    (received: Received): Answered | "nothing" | undefined =>
      received.kind === kind ? answer : undefined;

  test.each<[found: string, answer: Answered]>([
    ["status 200", tokenAnswer()],
    ["status 302", { status: 302, headers: {}, body: "" }],
    ["status 403 with invalid_client", refusal(403, "invalid_client")],
    ["status 400 with invalid_grant", refusal(400, "invalid_grant")],
    ["status 401 without an RFC 6749 error code", { status: 401, headers: {}, body: "no" }],
  ])("to a wrong secret must not be %s", async (found, answer) => {
    const { url } = await start(on("wrong-secret", answer));
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(failed(report)).toEqual({ "body-wrong-secret": found, "basic-wrong-secret": found });
  });

  test("to a wrong secret may have status 400", async () => {
    const { url } = await start(on("wrong-secret", refusal(400, "invalid_client")));
    expect(failed(await check(url))).toEqual({});
  });

  test.each<[found: string, answer: Answered | "nothing"]>([
    ["status 200", tokenAnswer()],
    ["status 400 with invalid_request", refusal(400, "invalid_request")],
    ["status 401 with unsupported_grant_type", refusal(401, "unsupported_grant_type")],
    ["no complete answer (timed out after 1 s)", "nothing"],
  ])("to an unknown grant type must not be %s", async (found, answer) => {
    const { url } = await start(on("unknown-grant", answer));
    expect(failed(await check(url, { timeoutMs: SHORT_MS }))).toEqual({ "unknown-grant": found });
  });

  test("to an unknown grant type isn't checked if no credentials are accepted", async () => {
    const { url, received } = await start(() => refusal(401, "invalid_client"));
    expect(named(await check(url), "unknown-grant")).toBeUndefined();
    expect(received).toHaveLength(4);
  });
});
