import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { noAuthentication } from "../../provider/auth/none.js";
import { createApiClient } from "../../provider/api/client.js";
import { createCertificatesClient } from "../../provider/api/certificates.js";
import { createEncryptionKeyHandlers } from "../../provider/resources/encryption-key/handlers.js";
import { certificates, MAX_CERTIFICATE_DAYS } from "../support/encryption-vectors.js";
import { createAuthority } from "./certificates.js";
import { type Surroundings } from "./fault.js";
import { FAULTS } from "./table.js";

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

/** The faults of an answer. Those of a connection don't depend on what is requested. */
const MET = FAULTS.filter(
  ({ pace, hasOwnHost, needsKeptConnection }) => pace === "quick" && !hasOwnHost && !needsKeptConnection,
);

describe("a request to store a certificate with a fault", () => {
  let platform: Platform;
  let surroundings: Omit<Surroundings, "organizationId">;
  beforeAll(async () => {
    platform = await startPlatform({ maxCertificateDays: MAX_CERTIFICATE_DAYS });
    const authority = createAuthority("unused");
    surroundings = { platform, trusted: authority, untrusted: authority };
  });
  afterAll(() => platform.close());

  test.each(MET.map((fault, index) => ({ fault, name: fault.name, organizationId: `fault-${index}` })))(
    "ends as one for a key does, in words of its own: $name",
    async ({ fault, name, organizationId }) => {
      const site = await fault.arrange({ ...surroundings, organizationId });
      const now = (): Date => new Date();
      const client = createCertificatesClient({
        client: createApiClient({ now, backoffMs: () => 1 }),
        now,
        newCorrelationId: () => "correlation",
      });
      const handlers = createEncryptionKeyHandlers({
        now,
        notify: async () => {},
        connections: {
          hostOf: () => undefined,
          open: async () => ({
            origin: site.origin(),
            authenticate: noAuthentication(),
            senderOrganizationId: undefined,
            permissions: undefined,
          }),
        },
        loadClient: async () => client,
      });
      const text = await handlers.create({ organizationId, certificate: certificates.a }).then(
        () => "",
        (error: unknown) => (error instanceof Error ? error.message : "no error"),
      );
      const outcome = text === "" ? "a key" : (/^ERR_\w+/.exec(text)?.[0] ?? text);
      expect(outcome).toBe(HARMLESS.has(name) ? "a key" : fault.expected.outcome);
      expect(site.requests()).toBe(fault.expected.requests);
      if (text !== "")
        expect(text).toMatch(/^ERR_\w+: STORE for organization fault-\d+ at .*(?:certificate|Redirects)/);
      expect(text).not.toMatch(/\bA key may\b|\bNo key\b/);
      await site.lift();
      await site.close();
    },
  );

  test("names only faults that exist", () => {
    const names = new Set(MET.map(({ name }) => name));
    expect([...HARMLESS].filter((name) => !names.has(name))).toEqual([]);
  });
});
