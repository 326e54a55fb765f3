import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import {
  checkTokenEndpoint,
  type TokenEndpointCheck,
  type TokenEndpointReport,
  type TokenEndpointToCheck,
} from "../../../testing/index.js";
import {
  type Answered,
  CLIENT_ID,
  CLIENT_SECRET,
  type Received,
  refusal,
  type ScriptedEndpoint,
  startScriptedEndpoint,
  TOKEN,
  tokenAnswer,
} from "./scripted-endpoint.js";

const STYLES = ["body", "basic"] as const;
/** Enough for loopback on a busy machine, and short enough to wait for. */
const SHORT_MS = 1000;

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.map((close) => close()));
  closing = [];
});

const start = async (...script: Parameters<typeof startScriptedEndpoint>): Promise<ScriptedEndpoint> => {
  const endpoint = await startScriptedEndpoint(...script);
  closing.push(endpoint.close);
  return endpoint;
};

/** The port of a server that does with a connection what it is told, and no more. */
const startRaw = async (onConnection: (socket: Socket) => void): Promise<number> => {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on("error", () => undefined));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
};

const check = async (url: string, options: Partial<TokenEndpointToCheck> = {}): Promise<TokenEndpointReport> => {
  const report = await checkTokenEndpoint({ url, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, ...options });
  expect(JSON.stringify(report)).not.toContain(CLIENT_SECRET);
  expect(JSON.stringify(report)).not.toContain(TOKEN);
  return report;
};

const failed = ({ checks }: TokenEndpointReport): Record<string, string | undefined> =>
  Object.fromEntries(
    checks.filter(({ ok }) => !ok).map(({ name, meaning }) => [name, / but (.*) came$/.exec(meaning)?.[1]]),
  );
const named = ({ checks }: TokenEndpointReport, name: string): TokenEndpointCheck | undefined =>
  checks.find((each) => each.name === name);

describe("an endpoint that answers as it should", () => {
  test("passes every check, in order", async () => {
    const { url } = await start();
    const { ok, checks } = await check(url);
    expect(ok).toBe(true);
    const perStyle = ["status", "cache-control", "json", "access-token", "token-type", "expires-in", "wrong-secret"];
    expect(checks.map(({ name, ok, required }) => [name, ok, required])).toEqual(
      [
        ...["url", "reachable"],
        ...STYLES.flatMap((style) => perStyle.map((name) => `${style}-${name}`)),
        "unknown-grant",
      ].map((name) => [name, true, true]),
    );
    for (const { meaning, reference } of checks) {
      expect(meaning).toMatch(/^asked for .*, which came$/);
      expect(reference).toMatch(/^RFC 6749, [A\d]/);
    }
  });

  test("is asked five times, by POST with a form, each time with the credentials in one place", async () => {
    const { url, received } = await start();
    await check(url, { scope: "notify" });
    expect(received.map(({ style, kind }) => [style, kind])).toEqual([
      ["body", "token"],
      ["body", "wrong-secret"],
      ["basic", "token"],
      ["basic", "wrong-secret"],
      ["body", "unknown-grant"],
    ]);
    for (const { method, path, headers, form, style } of received) {
      expect([method, path, form["scope"]]).toEqual(["POST", "/token", "notify"]);
      expect(headers).toMatchObject({
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
      });
      expect("client_id" in form || "client_secret" in form).toBe(style === "body");
    }
    expect(received[0]?.form).toEqual({
      grant_type: "client_credentials",
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      scope: "notify",
    });
  });

  test("gets no scope where none is given, and another wrong secret each time", async () => {
    const { url, received } = await start();
    await check(url);
    await check(url);
    expect(received.filter(({ form }) => "scope" in form)).toEqual([]);
    const wrong = received.filter(({ kind }) => kind === "wrong-secret");
    expect(new Set(wrong.map(({ form, headers }) => form["client_secret"] ?? headers.authorization)).size).toBe(4);
  });
});

describe("the URL", () => {
  test.each([
    ["not a URL", "one that cannot be read"],
    ["http://example.com/token", "http on another host"],
    ["http://127.0.0.1.example.com/token", "http on another host"],
    ["ftp://127.0.0.1/token", "another scheme"],
    ["https://user@127.0.0.1:1/token", "one with credentials"],
    [`https://:${CLIENT_SECRET}@127.0.0.1:1/token`, "one with credentials"],
    ["https://127.0.0.1:1/token#part", "one with a fragment"],
    ["https://127.0.0.1:1/token#", "one with a fragment"],
  ])("%s is refused before anything is sent", async (url, came) => {
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(report.checks.map(({ name }) => name)).toEqual(["url"]);
    expect(failed(report)).toEqual({ url: came });
  });

  test.each(["https://127.0.0.1:1/token?tenant=a", "http://localhost:1/token", "http://[::1]:1/"])(
    "%s is accepted",
    async (url) => {
      expect(named(await check(url), "url")).toMatchObject({ ok: true });
    },
  );
});

describe("the connection", () => {
  test("is missed where nobody listens, and nothing more is asked", async () => {
    const { url, close } = await startScriptedEndpoint();
    await close();
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(report.checks.map(({ name }) => name)).toEqual(["url", "reachable"]);
    expect(failed(report)).toEqual({ reachable: "none (ECONNREFUSED)" });
  });

  test("must be TLS for https", async () => {
    const port = await startRaw((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const report = await check(`https://127.0.0.1:${port}/token`);
    expect(named(report, "reachable")).toMatchObject({ ok: true });
    expect(Object.keys(failed(report))).toEqual(["tls"]);
  });

  test("must be TLS within the time limit", async () => {
    const port = await startRaw(() => undefined);
    const report = await check(`https://127.0.0.1:${port}/token`, { timeoutMs: SHORT_MS });
    expect(failed(report)).toEqual({ tls: "none (not within 1 s)" });
  });
});

describe("an answer with a token", () => {
  const onToken =
    (answer: Answered | "nothing" | "reset") =>
    ({ kind }: Received): Answered | "nothing" | "reset" | undefined =>
      kind === "token" ? answer : undefined;

  test.each<[check: string, fault: string, answer: Answered, came: string]>([
    ["status", "another success", tokenAnswer({}, {}, 201), "status 201"],
    ["status", "a refusal", refusal(401, "invalid_client"), "status 401 with invalid_client"],
    ["status", "an unknown error", refusal(400, "bad"), "status 400 without an error code of RFC 6749"],
    ["status", "an error with the secret", refusal(400, CLIENT_SECRET), "status 400 without an error code of RFC 6749"],
    [
      "status",
      "an error page",
      { status: 500, headers: {}, body: "<html>" },
      "status 500 without an error code of RFC 6749",
    ],
    ["cache-control", "no Cache-Control", tokenAnswer({}, { "cache-control": undefined }), "an answer without it"],
    ["cache-control", "another directive", tokenAnswer({}, { "cache-control": "no-cache" }), "an answer without it"],
    ["json", "no content type", tokenAnswer({}, { "content-type": undefined }), "an answer without a content type"],
    ["json", "HTML", tokenAnswer({}, { "content-type": "text/html; charset=utf-8" }), "text/html"],
    ["json", "the token as type", tokenAnswer({}, { "content-type": TOKEN }), "another content type"],
    ["json", "an array", { ...tokenAnswer(), body: "[]" }, "something else under that name"],
    ["json", "no JSON", { ...tokenAnswer(), body: `access_token=${TOKEN}` }, "something else under that name"],
    ["access-token", "none", tokenAnswer({ access_token: undefined }), "none"],
    ["access-token", "an empty one", tokenAnswer({ access_token: "" }), "an empty text"],
    ["access-token", "a number", tokenAnswer({ access_token: 1 }), "another number"],
    ["access-token", "a letter beyond ASCII", tokenAnswer({ access_token: `é${TOKEN}` }), "another text"],
    ["token-type", "none", tokenAnswer({ token_type: undefined }), "none"],
    ["token-type", "another type", tokenAnswer({ token_type: "MAC" }), "mac"],
    ["token-type", "the token as type", tokenAnswer({ token_type: TOKEN }), "another text"],
    ["expires-in", "nothing left", tokenAnswer({ expires_in: 0 }), "another number"],
    ["expires-in", "less than nothing", tokenAnswer({ expires_in: -1 }), "another number"],
    ["expires-in", "a text", tokenAnswer({ expires_in: "300" }), "another text"],
    ["expires-in", "null", tokenAnswer({ expires_in: null }), "another value"],
  ])("fails %s in both styles: %s", async (name, _fault, answer, came) => {
    const { url } = await start(onToken(answer));
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(failed(report)).toEqual({ [`body-${name}`]: came, [`basic-${name}`]: came });
  });

  test.each<[what: string, answer: Answered]>([
    ["a lower-case token_type", tokenAnswer({ token_type: "bearer" })],
    ["an upper-case token_type", tokenAnswer({ token_type: "BEARER" })],
    ["a charset", tokenAnswer({}, { "content-type": "Application/JSON;charset=UTF-8" })],
    ["more of Cache-Control", tokenAnswer({}, { "cache-control": "private, No-Store" })],
    ["one second", tokenAnswer({ expires_in: 1 })],
    ["more fields", tokenAnswer({ scope: "notify", refresh_token: TOKEN })],
  ])("passes with %s", async (_what, answer) => {
    const { url } = await start(onToken(answer));
    expect(failed(await check(url))).toEqual({});
  });

  test("without expires_in is a warning", async () => {
    const { url } = await start(onToken(tokenAnswer({ expires_in: undefined })));
    const report = await check(url);
    expect(report.ok).toBe(true);
    expect(failed(report)).toEqual({ "body-expires-in": "none", "basic-expires-in": "none" });
    expect(named(report, "body-expires-in")).toMatchObject({ ok: false, required: false });
  });

  test.each(STYLES)("is needed in both styles: %s is refused", async (refused) => {
    const { url, received } = await start(({ style }) =>
      style === refused ? refusal(401, "invalid_client") : undefined,
    );
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(failed(report)).toEqual({ [`${refused}-status`]: "status 401 with invalid_client" });
    expect(received.at(-1)).toMatchObject({ kind: "unknown-grant", style: refused === "body" ? "basic" : "body" });
  });

  test("is not looked for elsewhere: a redirect is not followed", async () => {
    const other = await start();
    const { url } = await start(onToken({ status: 307, headers: { location: other.url }, body: "" }));
    expect(failed(await check(url))).toEqual({ "body-status": "status 307", "basic-status": "status 307" });
    expect(other.received).toEqual([]);
  });

  test("has a time limit", async () => {
    const { url, received } = await start(onToken("nothing"));
    const came = "no answer (not within 1 s)";
    expect(failed(await check(url, { timeoutMs: SHORT_MS }))).toEqual({ "body-status": came, "basic-status": came });
    // A style that has no answer is not asked again, or a check would take minutes.
    expect(received).toHaveLength(2);
  });

  test("must come whole", async () => {
    const { url } = await start(onToken("reset"));
    const came = "no answer (ECONNRESET)";
    expect(failed(await check(url))).toEqual({ "body-status": came, "basic-status": came });
  });

  test.each([
    [1_000_000, {}],
    [1_000_001, { "body-status": "no answer (more than 1 MB)", "basic-status": "no answer (more than 1 MB)" }],
  ])("may have a megabyte: %i bytes", async (sizeBytes, expected) => {
    const answer = tokenAnswer();
    const { url } = await start(onToken({ ...answer, body: answer.body.padEnd(sizeBytes) }));
    expect(failed(await check(url))).toEqual(expected);
  });
});

describe("a refusal", () => {
  const on =
    (kind: Received["kind"], answer: Answered | "nothing") =>
    (received: Received): Answered | "nothing" | undefined =>
      received.kind === kind ? answer : undefined;

  test.each<[came: string, answer: Answered]>([
    ["status 200", tokenAnswer()],
    ["status 302", { status: 302, headers: {}, body: "" }],
    ["status 403 with invalid_client", refusal(403, "invalid_client")],
    ["status 400 with invalid_grant", refusal(400, "invalid_grant")],
    ["status 401 without an error code of RFC 6749", { status: 401, headers: {}, body: "no" }],
  ])("of a wrong secret is not %s", async (came, answer) => {
    const { url } = await start(on("wrong-secret", answer));
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(failed(report)).toEqual({ "body-wrong-secret": came, "basic-wrong-secret": came });
  });

  test("of a wrong secret may have status 400", async () => {
    const { url } = await start(on("wrong-secret", refusal(400, "invalid_client")));
    expect(failed(await check(url))).toEqual({});
  });

  test.each<[came: string, answer: Answered | "nothing"]>([
    ["status 200", tokenAnswer()],
    ["status 400 with invalid_request", refusal(400, "invalid_request")],
    ["status 401 with unsupported_grant_type", refusal(401, "unsupported_grant_type")],
    ["no answer (not within 1 s)", "nothing"],
  ])("of an unknown grant is not %s", async (came, answer) => {
    const { url } = await start(on("unknown-grant", answer));
    expect(failed(await check(url, { timeoutMs: SHORT_MS }))).toEqual({ "unknown-grant": came });
  });

  test("of an unknown grant is not asked for where no credentials are accepted", async () => {
    const { url, received } = await start(() => refusal(401, "invalid_client"));
    expect(named(await check(url), "unknown-grant")).toBeUndefined();
    expect(received).toHaveLength(4);
  });
});

describe("wrong use", () => {
  test.each([
    [{ clientId: "" }, "clientId must not be empty"],
    [{ clientSecret: "" }, "clientSecret must not be empty"],
    ...[0, -1, 0.5, NaN, 600_001].map(
      (timeoutMs) => [{ timeoutMs }, "timeoutMs must be a whole number of milliseconds, 1 to 600000"] as const,
    ),
  ])("is a TypeError: %j", async (options, message) => {
    await expect(check("https://127.0.0.1:1/token", options)).rejects.toThrow(new TypeError(message));
  });

  test.each([1, 600_000])("is not a time limit of %i ms", async (timeoutMs) => {
    await expect(check("http://127.0.0.1:1/token", { timeoutMs })).resolves.toMatchObject({ ok: false });
  });
});
