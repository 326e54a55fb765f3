import { expect, test } from "@jest/globals";
import { type JournalEntry, createJournal } from "../../../../local/platform/journal.js";
import { START, ask, createBody, keyAnswerOf, runPlatform, send, storeBody } from "./harness.js";

test("records who requested what, and the result", async () => {
  const platform = await runPlatform();
  await ask(platform, createBody("merchantName", { expiryDuration: "365" }), {
    "v-c-correlation-id": "my-correlation",
    "v-c-sender-organization-id": "sender_1",
  });
  expect(platform.journal).toEqual([
    {
      at: START.toISOString(),
      method: "POST",
      path: "/kms/egress/v2/keys-sym",
      action: "CREATE",
      organizationId: "merchantName",
      correlationId: "my-correlation",
      senderOrganizationId: "sender_1",
      status: 201,
      authentication: "none",
      keyMade: true,
      bodyFields: {
        provider: "nrtd",
        tenant: "merchantName",
        keyType: "sharedSecret",
        organizationId: "merchantName",
        expiryDuration: "365",
      },
    },
  ]);
});

test("withholds every value that may be secret, in valid and invalid requests", async () => {
  const platform = await runPlatform({ failInBody: true });
  const good = keyAnswerOf(
    await ask(platform, storeBody(), { authorization: "Bearer the-token", signature: "the-signature" }),
  );
  await ask(
    platform,
    storeBody("merchantName", { keyId: "the-key-id", secret: "the-other-secret", provider: ["the-list"] }),
  );
  const journal = JSON.stringify(platform.journal);
  const secrets = ["the-stored-secret", "the-token", "the-signature", "the-key-id", "the-other-secret", "the-list"];
  for (const secret of [...secrets, String(good.keyInformation["keyId"])]) expect(journal).not.toContain(secret);
  expect(platform.journal[0]?.bodyFields).toMatchObject({ key: "[withheld]", clientKeyId: "the-user" });
  expect(platform.journal[1]?.bodyFields).toMatchObject({ secret: "[withheld]", provider: "[withheld]" });
});

test("names the authentication scheme of a request", async () => {
  const platform = await runPlatform();
  await ask(platform, createBody(), { authorization: "Bearer x" });
  await ask(platform, createBody(), { signature: "x" });
  expect(platform.journal.map(({ authentication }) => authentication)).toEqual(["jwt", "http-signature"]);
});

test("records requests to unknown paths", async () => {
  const platform = await runPlatform();
  await send(`${platform.origin}/nowhere?a=b`, { method: "PUT" });
  expect(platform.journal[0]).toMatchObject({ method: "PUT", path: "/nowhere?a=b", status: 404, reason: "not-found" });
});

test("passes on each entry as it is added", async () => {
  const heard: JournalEntry[] = [];
  const platform = await runPlatform({ onRequest: (entry) => heard.push(entry) });
  await ask(platform, createBody());
  expect(heard).toEqual(platform.journal);
});

test("drops the oldest of more than ten thousand entries", () => {
  const journal = createJournal(() => undefined);
  const entry = (number: number): JournalEntry => ({
    at: String(number),
    method: "GET",
    path: "/",
    status: 200,
    authentication: "none",
    keyMade: false,
  });
  for (let number = 0; number <= 10_000; number += 1) journal.add(entry(number));
  expect([journal.entries.length, journal.entries[0]?.at]).toEqual([10_000, "1"]);
});
