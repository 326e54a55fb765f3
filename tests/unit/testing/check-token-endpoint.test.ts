import { describe, expect, test } from "@jest/globals";
import { check, failed, named, SHORT_MS, start, startRaw, STYLES } from "./check-endpoint.js";
import { CLIENT_ID, CLIENT_SECRET, startScriptedEndpoint } from "./scripted-endpoint.js";

describe("a correct endpoint", () => {
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
      expect(meaning).toMatch(/^(The URL is valid|The endpoint accepts connections|Got .*)\.$/);
      expect(reference).toMatch(/^RFC 6749, [A\d]/);
    }
  });

  test("gets five POST requests with a form, each with the credentials in one place only", async () => {
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

  test("gets no scope unless you pass one, and a different wrong secret each time", async () => {
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
    ["not a URL", "The URL can't be parsed."],
    ["http://example.com/token", "The URL must use https: http is only for loopback."],
    ["http://127.0.0.1.example.com/token", "The URL must use https: http is only for loopback."],
    ["ftp://127.0.0.1/token", "The URL must use https."],
    ["https://user@127.0.0.1:1/token", "The URL must not contain credentials."],
    [`https://:${CLIENT_SECRET}@127.0.0.1:1/token`, "The URL must not contain credentials."],
    ["https://127.0.0.1:1/token#part", "The URL must not contain a fragment (#)."],
    ["https://127.0.0.1:1/token#", "The URL must not contain a fragment (#)."],
  ])("%s is rejected before anything is sent", async (url, fault) => {
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(report.checks.map(({ name }) => name)).toEqual(["url"]);
    expect(failed(report)).toEqual({ url: fault });
  });

  test.each(["https://127.0.0.1:1/token?tenant=a", "http://localhost:1/token", "http://[::1]:1/"])(
    "%s is accepted",
    async (url) => {
      expect(named(await check(url), "url")).toMatchObject({ ok: true });
    },
  );
});

describe("the connection", () => {
  test("fails if nothing listens on the port, and no other check runs", async () => {
    const { url, close } = await startScriptedEndpoint();
    await close();
    const report = await check(url);
    expect(report.ok).toBe(false);
    expect(report.checks.map(({ name }) => name)).toEqual(["url", "reachable"]);
    expect(failed(report)).toEqual({
      reachable: `Can't connect to ${new URL(url).host} (ECONNREFUSED). Check the URL and your firewall.`,
    });
  });

  test("must use TLS for https", async () => {
    const port = await startRaw((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const report = await check(`https://127.0.0.1:${port}/token`);
    expect(named(report, "reachable")).toMatchObject({ ok: true });
    expect(Object.keys(failed(report))).toEqual(["tls"]);
  });

  test("must have TLS within the timeout", async () => {
    const port = await startRaw(() => undefined);
    const report = await check(`https://127.0.0.1:${port}/token`, { timeoutMs: SHORT_MS });
    expect(failed(report)).toEqual({
      tls:
        `Can't set up TLS with 127.0.0.1:${port} (timed out after 1 s). Check that its certificate is valid for this ` +
        "host and issued by a certificate authority that Node.js trusts; NODE_EXTRA_CA_CERTS adds one.",
    });
  });
});

describe("invalid options", () => {
  test.each([
    [{ clientId: "" }, "clientId must not be empty"],
    [{ clientSecret: "" }, "clientSecret must not be empty"],
    ...[0, -1, 0.5, NaN, 600_001].map(
      (timeoutMs) => [{ timeoutMs }, "timeoutMs must be a whole number of milliseconds, 1 to 600000"] as const,
    ),
  ])("throw a TypeError: %j", async (options, message) => {
    await expect(check("https://127.0.0.1:1/token", options)).rejects.toThrow(new TypeError(message));
  });

  test.each([1, 600_000])("accept a timeout of %i ms", async (timeoutMs) => {
    await expect(check("http://127.0.0.1:1/token", { timeoutMs })).resolves.toMatchObject({ ok: false });
  });
});
