import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../support/project.js";
import { CERTIFICATE_FAULTS, type CertificateEffect, observeCertificateFaults } from "./observe-certificate.js";
import { ENCRYPTION_PAGE, withCertificateTable } from "./page.js";

/** What an encryption key can do without: its keyId may be absent, it has no `key`, and its certificate has an end. */
const HARMLESS = new Set([
  "no keyInformation",
  "no keyInformation.keyId",
  "no keyInformation.key",
  'keyInformation.keyId is ""',
  "keyInformation.key is null",
  'keyInformation.key is ""',
  "keyInformation.expirationDate is past",
  "201 with lists in lists for a key, 200,000 deep",
]);

describe("a request to store a certificate with a fault", () => {
  let all: Awaited<ReturnType<typeof observeCertificateFaults>>;
  let byName: ReadonlyMap<string, CertificateEffect>;
  beforeAll(async () => {
    all = await observeCertificateFaults();
    byName = new Map(all.map(({ fault, observation }) => [fault.name, observation]));
  });

  test.each(CERTIFICATE_FAULTS)("ends as one for a key does, in words of its own: $name", ({ name, expected }) => {
    const { text = "", ...effect } = byName.get(name) ?? {};
    const isStored = HARMLESS.has(name) || expected.outcome === "a key";
    expect(effect).toEqual({
      outcome: isStored ? "stored" : expected.outcome,
      requests: expected.requests,
      isLost: !isStored && expected.isKeyLost,
      isInState: isStored,
      nextUp: isStored ? "changes nothing" : "stores it",
    });
    if (text !== "") expect(text).toMatch(/^ERR_\w+: STORE for organization fault-\d+ at .*(?:certificate|Redirects)/);
    expect(text).not.toMatch(/\bA key may\b|\bNo key\b/);
  });

  test("names only faults that exist", () => {
    expect([...HARMLESS].filter((name) => !byName.has(name))).toEqual([]);
  });

  test("has the effect that docs/faults-encryption.md lists", () => {
    const page = readFileSync(join(PROJECT_ROOT, ENCRYPTION_PAGE), "utf8");
    // If this fails, run `npm run docs` to write the table again.
    expect(page).toBe(withCertificateTable(page, all));
  });
});
