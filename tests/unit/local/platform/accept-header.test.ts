import { describe, expect, test } from "@jest/globals";
import { acceptsJson } from "../../../../local/platform/accept-header.js";
import { ask, createBody, runPlatform, send } from "./harness.js";

const HAL = "application/hal+json;charset=utf-8";

test.each([
  [undefined],
  ["application/json"],
  ["Application/JSON;charset=utf-8"],
  ["text/html, application/json;q=0.5"],
  ["application/*"],
  ["*/*"],
  [`${HAL}, */*;q=0.1`],
  ["application/json, */*;q=0"],
])("JSON is accepted with Accept: %s", (accept) => {
  expect(acceptsJson(accept)).toBe(true);
});

test.each([
  [HAL],
  ["text/html"],
  [""],
  ["application/json;q=0"],
  ["application/json;q=0, */*"],
  ["application/*;q=0.0, */*"],
  ["*/*;q=0"],
  ["application/jsonp"],
])("JSON is not accepted with Accept: %s", (accept) => {
  expect(acceptsJson(accept)).toBe(false);
});

test("the older type alone is accepted where it's served, and beside it what comes first counts", () => {
  expect(acceptsJson(HAL, true)).toBe(true);
  expect(acceptsJson("application/json;q=0, application/hal+json", true)).toBe(false);
});

describe("a request that accepts only hal+json, like those of the official clients", () => {
  test("for a key gets 406 and no key", async () => {
    const platform = await runPlatform();
    const { status } = await ask(platform, createBody(), { accept: HAL });
    expect(status).toBe(406);
    expect(platform.currentKey("merchantName", "sharedSecret")).toBeUndefined();
    expect(platform.journal).toMatchObject([
      { action: "CREATE", status: 406, reason: "not-acceptable", keyMade: false },
    ]);
  });

  test("gets its key by switch", async () => {
    const platform = await runPlatform({ acceptsHalJson: true });
    expect((await ask(platform, createBody(), { accept: HAL })).status).toBe(201);
  });

  test("for products gets 406", async () => {
    const platform = await runPlatform();
    const url = `${platform.origin}/notification-subscriptions/v2/products/merchantName`;
    expect((await send(url, { method: "GET", headers: { accept: HAL } })).status).toBe(406);
    expect((await send(url, { method: "GET", headers: { accept: "application/json" } })).status).toBe(200);
  });
});
