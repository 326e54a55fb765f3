import { describe, expect, test } from "@jest/globals";
import { decodeKeyRequest } from "../../../../local/platform/key-request.js";
import { createBody, storeBody } from "./harness.js";

const without = (body: ReturnType<typeof createBody> | ReturnType<typeof storeBody>, field: string) => ({
  ...body,
  keyInformation: Object.fromEntries(Object.entries(body.keyInformation).filter(([name]) => name !== field)),
});

test("accepts the two published requests", () => {
  expect(decodeKeyRequest(createBody())).toEqual({ request: createBody() });
  expect(decodeKeyRequest(storeBody())).toEqual({ request: storeBody() });
});

test("accepts a client reference of 50 characters and rejects one of 51", () => {
  const withCode = (code: string) => ({ ...createBody(), clientReferenceInformation: { code } });
  expect(decodeKeyRequest(withCode("x".repeat(50)))).toHaveProperty("request");
  expect(decodeKeyRequest(withCode("x".repeat(51)))).toEqual({
    flaws: [{ field: "clientReferenceInformation.code", reason: "INVALID_DATA" }],
  });
});

describe("a missing field is named", () => {
  const required = { provider: "", tenant: "", keyType: "", organizationId: "" };
  test.each(Object.keys(required))("CREATE without %s", (field) => {
    expect(decodeKeyRequest(without(createBody(), field))).toEqual({
      flaws: [{ field: `keyInformation.${field}`, reason: "MISSING_FIELD" }],
    });
  });
  test.each([...Object.keys(required), "clientKeyId", "key", "expiryDuration"])("STORE without %s", (field) => {
    expect(decodeKeyRequest(without(storeBody(), field))).toEqual({
      flaws: [{ field: `keyInformation.${field}`, reason: "MISSING_FIELD" }],
    });
  });
  test("a body without an action", () => {
    expect(decodeKeyRequest({ keyInformation: {} })).toEqual({
      flaws: [{ field: "clientRequestAction", reason: "MISSING_FIELD" }],
    });
  });
  test("a body without keyInformation", () => {
    expect(decodeKeyRequest({ clientRequestAction: "CREATE" })).toEqual({
      flaws: [{ field: "keyInformation", reason: "MISSING_FIELD" }],
    });
  });
});

test.each([
  ["a number for expiryDuration", createBody("o", { expiryDuration: 365 }), "expiryDuration"],
  ["no days", createBody("o", { expiryDuration: "0" }), "expiryDuration"],
  ["half a day", createBody("o", { expiryDuration: "0.5" }), "expiryDuration"],
  ["negative days", createBody("o", { expiryDuration: "-1" }), "expiryDuration"],
  ["days in words", createBody("o", { expiryDuration: "a year" }), "expiryDuration"],
  ["an empty organizationId", createBody("o", { organizationId: "" }), "organizationId"],
  ["the key type of the other action", createBody("o", { keyType: "oAuthClientCredentials" }), "keyType"],
  ["a key in CREATE", createBody("o", { key: "a-secret" }), "key"],
  ["an unknown field", storeBody("o", { colour: "blue" }), "colour"],
])("rejects %s", (_case, body, field) => {
  expect(decodeKeyRequest(body)).toEqual({ flaws: [{ field: `keyInformation.${field}`, reason: "INVALID_DATA" }] });
});

test("accepts one day", () => {
  expect(decodeKeyRequest(createBody("o", { expiryDuration: "1" }))).toHaveProperty("request");
});

test.each([undefined, null, "text", [], 1])("rejects a body that isn't an object: %j", (body) => {
  expect(decodeKeyRequest(body)).toHaveProperty("flaws");
});

test("names every invalid field, without values", () => {
  const decoded = decodeKeyRequest(storeBody("o", { provider: 1, key: { inner: "the-stored-secret" } }));
  expect(decoded).toEqual({
    flaws: [
      { field: "keyInformation.provider", reason: "INVALID_DATA" },
      { field: "keyInformation.key", reason: "INVALID_DATA" },
    ],
  });
});
