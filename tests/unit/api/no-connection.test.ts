import { expect, test } from "@jest/globals";
import { connectionProblemOf } from "../../../provider/api/no-connection.js";

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
  const problem = connectionProblemOf(code);
  expect(problem.what).toContain(what);
  expect(problem.advice).toMatch(/^Check /);
});

test("doesn't mistake a property that every object has for a code", () => {
  expect(connectionProblemOf("constructor").what).toBe("no connection");
});
