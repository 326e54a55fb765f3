import { expect, test } from "@jest/globals";
import { START, ask, control, createBody, keyAnswerOf, runPlatform } from "./harness.js";

test("reports its health and time", async () => {
  const platform = await runPlatform();
  const reply = await control(platform, "GET", "/-/health");
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.text)).toEqual({ status: "ok", now: START.toISOString() });
});

test("returns the journal, without control requests", async () => {
  const platform = await runPlatform();
  await control(platform, "GET", "/-/health");
  await ask(platform, createBody());
  expect(JSON.parse((await control(platform, "GET", "/-/journal")).text)).toEqual({ entries: platform.journal });
  expect(platform.journal).toHaveLength(1);
});

test("accepts a fault for one request, for several or for all, and clears it", async () => {
  const platform = await runPlatform();
  const fault = { kind: "answer", made: false, status: 500 };
  const statuses = async (requests: number) => {
    const replies = [];
    for (let request = 0; request < requests; request += 1) replies.push((await ask(platform, createBody())).status);
    return replies;
  };
  await control(platform, "POST", "/-/fault", { fault });
  expect(await statuses(2)).toEqual([500, 201]);
  await control(platform, "POST", "/-/fault", { fault, times: 2 });
  expect(await statuses(3)).toEqual([500, 500, 201]);
  await control(platform, "POST", "/-/fault", { fault, times: "always" });
  expect(await statuses(3)).toEqual([500, 500, 500]);
  await control(platform, "DELETE", "/-/fault");
  expect(await statuses(1)).toEqual([201]);
});

test("accepts a fault for one organization, after some of its requests", async () => {
  const platform = await runPlatform();
  const fault = { kind: "answer", made: false, status: 500 };
  await control(platform, "POST", "/-/fault", { fault, organizationId: "one", after: 1 });
  const replies = [];
  for (const name of ["one", "two", "one", "one"]) replies.push((await ask(platform, createBody(name))).status);
  expect(replies).toEqual([201, 201, 500, 201]);
});

test("sets and advances the clock", async () => {
  const platform = await runPlatform();
  await control(platform, "POST", "/-/clock", { now: "2030-01-01T01:00:00+01:00" });
  const reply = await control(platform, "POST", "/-/clock", { advanceSeconds: 1.5 });
  expect(JSON.parse(reply.text)).toEqual({ status: "ok", now: "2030-01-01T00:00:01.500Z" });
});

test("changes the granted validity", async () => {
  const platform = await runPlatform();
  await control(platform, "POST", "/-/grant", { grantSeconds: 60 });
  const { keyInformation } = keyAnswerOf(await ask(platform, createBody()));
  expect(keyInformation["expirationDate"]).toBe("2026-01-15T12:35:56+0000");
});

test.each([
  ["/-/fault", { fault: { kind: "answer", made: false, status: 5 } }, "fault.status"],
  ["/-/fault", { fault: { kind: "reset", made: false }, times: 0 }, "times"],
  ["/-/fault", { fault: { kind: "reset", made: false }, after: -1 }, "after"],
  ["/-/clock", { now: "tomorrow" }, "now"],
  ["/-/clock", {}, "Invalid input"],
  ["/-/clock", { advanceSeconds: 1.1e10 }, "advanceSeconds"],
  ["/-/grant", { grantSeconds: -1.1e10 }, "grantSeconds"],
  ["/-/grant", { grantSeconds: "60" }, "grantSeconds"],
  ["/-/grant", { seconds: 60 }, "seconds"],
  ["/-/idle", { closeAfterMs: -1 }, "closeAfterMs"],
  ["/-/idle", { after: 1 }, "after"],
])("rejects %s with %j and names the wrong field", async (path, body, where) => {
  const platform = await runPlatform();
  const reply = await control(platform, "POST", path, body);
  expect(reply.status).toBe(400);
  expect((JSON.parse(reply.text) as { message: string }).message).toContain(where);
});

test("rejects a body that is not JSON", async () => {
  const platform = await runPlatform();
  const reply = await control(platform, "POST", "/-/grant");
  expect([reply.status, JSON.parse(reply.text)]).toEqual([400, { message: "The body is not JSON" }]);
});

test("lists the control endpoints in the answer to an unknown one", async () => {
  const platform = await runPlatform();
  const reply = await control(platform, "GET", "/-/fault");
  expect(reply.status).toBe(404);
  expect(reply.text).toContain("POST /-/fault");
});
