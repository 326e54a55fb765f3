import { expect, test } from "@jest/globals";
import { flawsOfHeaders } from "../../../../local/platform/request-headers.js";

const good = { "content-type": "application/json" };

test.each([
  ["the least", good],
  ["a charset", { "content-type": "application/json; charset=UTF-8" }],
  ["a correlation id of 2 characters", { ...good, "v-c-correlation-id": "a:" }],
  ["a correlation id of 100 characters", { ...good, "v-c-correlation-id": "a.-_".repeat(25) }],
  ["a sender", { ...good, "v-c-sender-organization-id": "org_1-a" }],
])("accepts %s", (_case, headers) => {
  expect(flawsOfHeaders(headers)).toEqual([]);
});

test.each([
  ["another content type", { "content-type": "text/plain" }, "content-type"],
  ["another charset", { "content-type": "application/json;charset=latin1" }, "content-type"],
  ["a correlation id of 1 character", { ...good, "v-c-correlation-id": "a" }, "v-c-correlation-id"],
  ["a correlation id of 101 characters", { ...good, "v-c-correlation-id": "a".repeat(101) }, "v-c-correlation-id"],
  ["a correlation id with a space", { ...good, "v-c-correlation-id": "a b" }, "v-c-correlation-id"],
  ["a sender with a dot", { ...good, "v-c-sender-organization-id": "org.1" }, "v-c-sender-organization-id"],
])("rejects %s", (_case, headers, field) => {
  expect(flawsOfHeaders(headers)).toEqual([{ field, reason: "INVALID_DATA" }]);
});

test("rejects a request without a content type", () => {
  expect(flawsOfHeaders({})).toEqual([{ field: "content-type", reason: "MISSING_FIELD" }]);
});
