import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { check, failIfInvalid } from "../../provider/resources/check.js";
import { diff } from "../../provider/resources/key/diff.js";
import { overlap, type VerificationKey } from "../../provider/resources/verification-keys/overlap.js";
import { createVerificationKeysHandlers } from "../../provider/resources/verification-keys/handlers.js";
import { type ResourceTable } from "../../provider/resources/table.js";
import { RESOURCE_TABLES } from "../../provider/resources/all-tables.js";
import { certificates } from "../support/encryption-vectors.js";
import { CASES } from "./cases.js";
import { expectDocumented, fuzz, hostileObject, hostileText, MARK, mayRefuse, must } from "./hostile.js";

const KEY = { keyId: "id", key: "key", expirationDate: "2027-01-31T12:00:00Z" };
const INPUTS = {
  organizationId: "org",
  expiryDuration: 365,
  renewBeforeDays: 30,
  keyProvider: "nrtd",
  tenant: "org",
  connection: "default",
  adopt: KEY,
  clientId: "client",
  clientSecret: "secret",
  current: { ...KEY, key: "a2V5IG9mIHRlc3Rz" },
  overlapDays: 30,
  webhookUrl: "https://hooks.example.com/in",
  healthCheckUrl: "https://hooks.example.com/up",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  name: "orders",
  description: "orders",
  notificationScope: "SELF",
  retryPolicy: { algorithm: "ARITHMETIC", firstRetry: 1, deactivateFlag: false },
  securityPolicy: { securityType: "oAuth", config: { oAuthURL: "https://login.example.com/", additionalConfig: {} } },
  active: true,
  certificate: certificates.a,
};
const OUTPUTS = {
  ...INPUTS,
  ...KEY,
  host: "apitest.cybersource.com",
  status: "ACTIVE",
  submitTimeUtc: "2026-01-31T12:00:00Z",
};
const anyTable = fc.constantFrom(...Object.values(RESOURCE_TABLES));
const inputs = hostileObject(INPUTS);
const outputs = hostileObject(OUTPUTS);
const now = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });

describe("any inputs", () => {
  test("include every input of every resource", () => {
    const names = Object.values<ResourceTable>(RESOURCE_TABLES).flatMap((table) => Object.keys(table.inputs));
    expect(Object.keys(INPUTS).sort()).toEqual([...new Set(names)].sort());
  });

  test("are valid or have documented failures, one for each input, without naming the property to the engine", async () => {
    await fuzz(CASES.check, fc.tuple(anyTable, inputs), async ([table, news]) => {
      const failures = check(table, news);
      for (const { reason } of failures) expectDocumented(reason);
      must(new Set(failures.map(({ reason }) => reason)).size === failures.length, "one failure an input");
      must(
        failures.every(({ property }) => property === ""),
        "no property is named: the CLI prints its value",
      );
      await mayRefuse(() => failIfInvalid(table, news));
    });
  });
});

describe("any state", () => {
  test("is compared without a failure, and only its host is shown", async () => {
    const host = fc.option(fc.record({ host: fc.constant("api.cybersource.com"), isOfStack: fc.boolean() }), {
      nil: undefined,
    });
    await fuzz(CASES.diff, fc.tuple(anyTable, outputs, inputs, now, host), ([table, olds, news, at, current]) => {
      const { replaces, reasons } = diff(table, olds, news, { now: at, named: current });
      const shown = reasons.join();
      must(olds.host === MARK || !shown.includes(MARK), "nothing marked");
      must(/^[\x20-\x7e]{0,1000}$/.test(shown), "one line");
      must(
        replaces.every((name) => Object.hasOwn(OUTPUTS, name)),
        "known properties",
      );
    });
  });

  test("of verification keys is compared and updated, or rejected with a documented error", async () => {
    const held = fc.oneof(
      fc.array(hostileObject({ ...KEY, retiredAt: KEY.expirationDate }), { maxLength: 3 }),
      hostileText,
    );
    const input = fc.tuple(fc.option(held, { nil: undefined }), outputs, inputs, now);
    await fuzz(CASES.verificationKeys, input, async ([keys, olds, news, at]) => {
      const notices: string[] = [];
      const {
        diff: compare,
        update,
        check: checked,
      } = createVerificationKeysHandlers({ now: () => at, notify: async (line) => void notices.push(line) });
      const state = { ...olds, ...(keys !== undefined && { keys }) };
      await compare("id", state, news);
      for (const { reason } of (await checked(state, news)).failures ?? []) expectDocumented(reason);
      await mayRefuse(() => update("id", state, news));
      must(!notices.join().includes(MARK), "nothing marked");
    });
  });
});

test("any earlier keys are kept or dropped, with the current one first and each once", async () => {
  const text = fc.oneof(hostileText, fc.constantFrom("a", "b"));
  const current = { keyId: text, key: text, expirationDate: text };
  const key: fc.Arbitrary<VerificationKey> = fc.record(
    { ...current, retiredAt: text },
    { requiredKeys: ["keyId", "key", "expirationDate"] },
  );
  const uniqueKeys = fc.uniqueArray(key, { selector: ({ keyId }) => keyId, maxLength: 4 });
  await fuzz(
    CASES.overlap,
    fc.tuple(uniqueKeys, fc.record(current, { noNullPrototype: true }), fc.double(), now),
    ([before, currentKey, days, at]) => {
      const keys = overlap(before, currentKey, days, at);
      const { expirationDate, ...endless } = currentKey;
      const held = /\d/.test(expirationDate) ? currentKey : endless;
      must(isDeepStrictEqual(keys[0], held), "the current key first");
      must(new Set(keys.map(({ keyId }) => keyId)).size === keys.length, "each key once");
      must(isDeepStrictEqual(overlap(keys, currentKey, days, at), keys), "nothing more to do");
    },
  );
});
