import { expect, test } from "@jest/globals";
import { connectionProblemOf, incompleteAnswerOf } from "../../../provider/api/no-connection.js";

test.each([
  ["ENOTFOUND", "could not be resolved"],
  ["EAI_AGAIN", "could not be resolved"],
  ["ECONNREFUSED", "refused"],
  ["ETIMEDOUT", "within the time allowed"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "for another host"],
  ["CERT_HAS_EXPIRED", "has expired"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "not signed by an authority that is trusted"],
  ["EPROTO", "TLS could not be established"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "TLS could not be established"],
  ["ENETUNREACH", "no connection"],
])("says what %s means and what to do", (code, what) => {
  const problem = connectionProblemOf({ code, proxyHost: undefined });
  expect(problem.what).toContain(what);
  expect(problem.what).toMatch(new RegExp(` \\(${code}\\)$`));
  expect(problem.advice).toMatch(/^Check /);
});

test("names the proxy that the request went through", () => {
  expect(connectionProblemOf({ code: "PROXY_STATUS_407", proxyHost: "proxy:3128" })).toEqual({
    what: "no connection through the proxy proxy:3128 (PROXY_STATUS_407)",
    advice: "Check `host` of the connection, the network and certificates; check HTTPS_PROXY as well",
  });
});

test.each([
  ["ETIMEDOUT", "no complete answer arrived within the time allowed (ETIMEDOUT)"],
  ["ECONNRESET", "the connection was closed before the answer was complete (ECONNRESET)"],
  ["EPIPE", "the connection was closed before the answer was complete (EPIPE)"],
  ["HPE_INVALID_CONSTANT", "the answer isn't HTTP (HPE_INVALID_CONSTANT)"],
  ["ERR_ELSE", "no complete answer arrived (ERR_ELSE)"],
])("says why an answer is incomplete: %s", (code, text) => {
  expect(incompleteAnswerOf(code)).toBe(text);
});

test("doesn't mistake a property that every object has for a code", () => {
  expect(connectionProblemOf({ code: "constructor", proxyHost: undefined }).what).toBe("no connection (constructor)");
});
