import { expect, test } from "@jest/globals";
import { type JournalEntry, createJournal } from "../../../../local/kms/journal.js";
import { START, ask, createBody, keyAnswerOf, runKms, send, storeBody } from "./harness.js";

test("keeps who asked for what and how it ended", async () => {
  const kms = await runKms();
  await ask(kms, createBody("merchantName", { expiryDuration: "365" }), {
    "v-c-correlation-id": "my-correlation",
    "v-c-sender-organization-id": "sender_1",
  });
  expect(kms.journal).toEqual([
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

test("withholds every value that may be secret, in good requests and bad ones", async () => {
  const kms = await runKms({ failInBody: true });
  const good = keyAnswerOf(
    await ask(kms, storeBody(), { authorization: "Bearer the-token", signature: "the-signature" }),
  );
  await ask(
    kms,
    storeBody("merchantName", { keyId: "the-key-id", secret: "the-other-secret", provider: ["the-list"] }),
  );
  const journal = JSON.stringify(kms.journal);
  const secrets = ["the-stored-secret", "the-token", "the-signature", "the-key-id", "the-other-secret", "the-list"];
  for (const secret of [...secrets, String(good.keyInformation["keyId"])]) expect(journal).not.toContain(secret);
  expect(kms.journal[0]?.bodyFields).toMatchObject({ key: "[withheld]", clientKeyId: "the-user" });
  expect(kms.journal[1]?.bodyFields).toMatchObject({ secret: "[withheld]", provider: "[withheld]" });
});

test("names the scheme of the credentials that came", async () => {
  const kms = await runKms();
  await ask(kms, createBody(), { authorization: "Bearer x" });
  await ask(kms, createBody(), { signature: "x" });
  expect(kms.journal.map(({ authentication }) => authentication)).toEqual(["jwt", "http-signature"]);
});

test("keeps requests that lead nowhere", async () => {
  const kms = await runKms();
  await send(`${kms.origin}/nowhere?a=b`, { method: "PUT" });
  expect(kms.journal[0]).toMatchObject({ method: "PUT", path: "/nowhere?a=b", status: 404, reason: "not-found" });
});

test("tells of each entry as it is added", async () => {
  const heard: JournalEntry[] = [];
  const kms = await runKms({ onRequest: (entry) => heard.push(entry) });
  await ask(kms, createBody());
  expect(heard).toEqual(kms.journal);
});

test("forgets its oldest entries beyond ten thousand", () => {
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
